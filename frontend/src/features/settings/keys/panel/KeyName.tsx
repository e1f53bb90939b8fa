import { Check, X } from 'lucide-react'
import type { SubmitEvent } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProviderInfo, ProviderKey } from '@/bridge/contract'
import { Problem } from '@/shared/providers/Problem'
import { useRenameKey } from '@/shared/providers/use-provider-work'
import { TextField } from '@/shared/ui/Field'
import { IconButton } from '@/shared/ui/IconButton'

/** The name of a key, typed in its place. */
export function KeyName({ provider, of: key, onClose }: { provider: ProviderInfo; of: ProviderKey; onClose: () => void }) {
  const { t } = useTranslation()
  const [label, setLabel] = useState(key.label)
  const rename = useRenameKey(provider.id)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    rename.mutate({ key_id: key.id, label }, { onSuccess: onClose })
  }
  return (
    <form
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onClose()
      }}
      className="flex flex-col gap-1"
    >
      <div className="flex items-center gap-1">
        <TextField aria-label={t('keys.name')} placeholder={t('keys.namePlaceholder')} maxLength={80} value={label} autoFocus onChange={(event) => setLabel(event.target.value)} />
        <IconButton type="submit" icon={Check} size="sm" label={t('keys.save')} disabled={rename.isPending} />
        <IconButton icon={X} size="sm" label={t('common.cancel')} onClick={onClose} />
      </div>
      <Problem of={rename.error} provider={provider} />
    </form>
  )
}
