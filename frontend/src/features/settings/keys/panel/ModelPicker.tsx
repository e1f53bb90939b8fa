import { ListPlus, Plus } from 'lucide-react'
import type { SubmitEvent } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelInfo, ProviderInfo } from '@/bridge/contract'
import { Problem } from '@/shared/providers/Problem'
import { useFetchModels, useSetModels } from '@/shared/providers/use-provider-work'
import { Button } from '@/shared/ui/Button'
import { TextField } from '@/shared/ui/Field'
import { FetchedList } from './FetchedList'

/** More models for a provider: from the list that it gives, or by name. */
export function ModelPicker({ provider, known }: { provider: ProviderInfo; known: readonly ModelInfo[] }) {
  const { t } = useTranslation()
  const fetched = useFetchModels(provider.id)
  const setModels = useSetModels(provider.id)
  const [name, setName] = useState('')
  // What is on its way counts already: the next press adds to it.
  const chosen = setModels.isPending ? setModels.variables : provider.custom_models
  const failure = fetched.error ?? setModels.error

  const add = (event: SubmitEvent) => {
    event.preventDefault()
    const wanted = name.trim()
    if (wanted && !chosen.includes(wanted)) setModels.mutate([...chosen, wanted], { onSuccess: () => setName('') })
  }
  const toggle = (model: string) => setModels.mutate(chosen.includes(model) ? chosen.filter((other) => other !== model) : [...chosen, model])

  return (
    <div className="mt-3 flex flex-col gap-2">
      <form onSubmit={add} className="flex gap-2">
        <TextField aria-label={t('keys.models.typed')} placeholder={t('keys.models.typedPlaceholder')} value={name} onChange={(event) => setName(event.target.value)} />
        <Button type="submit" icon={Plus} disabled={!name.trim()}>
          {t('keys.models.addOne')}
        </Button>
      </form>
      {fetched.data ? (
        <FetchedList names={fetched.data.names} known={known} chosen={chosen} onToggle={toggle} />
      ) : (
        <Button icon={ListPlus} busy={fetched.isPending} onClick={() => fetched.mutate()}>
          {t(fetched.isPending ? 'keys.models.fetching' : 'keys.models.fetch')}
        </Button>
      )}
      <Problem of={failure} provider={provider} />
    </div>
  )
}
