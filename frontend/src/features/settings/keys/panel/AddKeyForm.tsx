import type { SubmitEvent } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProviderInfo } from '@/bridge/contract'
import { KeyField } from '@/shared/providers/KeyField'
import { Problem } from '@/shared/providers/Problem'
import { providerLabel } from '@/shared/providers/provider-words'
import { useAddKey } from '@/shared/providers/use-provider-work'
import { Button } from '@/shared/ui/Button'
import { TextField } from '@/shared/ui/Field'

/** One more key of a provider, with a name to tell it from the others. */
export function AddKeyForm({ provider, onClose }: { provider: ProviderInfo; onClose: () => void }) {
  const { t } = useTranslation()
  const [key, setKey] = useState('')
  const [label, setLabel] = useState('')
  const add = useAddKey(provider.id)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    // What came of it is shown in the list.
    add.mutate({ key, label }, { onSuccess: onClose, onSettled: () => setKey('') })
  }
  return (
    <form
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
      autoComplete="off"
      className="flex flex-col gap-1.5"
    >
      <KeyField aria-label={t('keys.pasteLabel', { provider: providerLabel(t, provider) })} placeholder={t('keys.paste')} value={key} onChange={setKey} autoFocus invalid={add.isError} />
      <TextField aria-label={t('keys.name')} placeholder={t('keys.namePlaceholder')} maxLength={80} value={label} onChange={(event) => setLabel(event.target.value)} />
      <Problem of={add.error} provider={provider} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button type="submit" variant="primary" busy={add.isPending} disabled={!key}>
          {t(provider.checkable ? 'keys.saveAndCheck' : 'keys.save')}
        </Button>
      </div>
    </form>
  )
}
