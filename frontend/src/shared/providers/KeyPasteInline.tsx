import { LockOpen, X } from 'lucide-react'
import type { SubmitEvent } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProviderInfo } from '@/bridge/contract'
import { Button } from '@/shared/ui/Button'
import { cx } from '@/shared/ui/cx'
import { TextField } from '@/shared/ui/Field'
import { IconButton } from '@/shared/ui/IconButton'
import { toast } from '@/shared/ui/toasts'
import { KeyField } from './KeyField'
import { KeyPageLink } from './KeyPageLink'
import { Problem } from './Problem'
import { providerLabel } from './provider-words'
import { useProvider } from './queries'
import { useSaveKey } from './use-provider-work'
import { openUnlock, useVault } from './vault'

interface KeyPasteInlineProps {
  /** The provider's id. */
  provider: string
  /** The key is saved, and the provider takes it. */
  onSaved?: () => void
  onCancel?: () => void
  autoFocus?: boolean
  /** Ask for the base URL as well; where a provider has none of its own, it is always asked for. */
  withUrl?: boolean
}

/** Paste a key where it is missed. It is saved, checked free of charge, and never shown again. */
export function KeyPasteInline({ provider: id, ...rest }: KeyPasteInlineProps) {
  const provider = useProvider(id)
  const isLocked = useVault()?.locked
  if (!provider) return null
  return isLocked ? <Locked /> : <KeyForm provider={provider} {...rest} />
}

/** Nothing can be saved before the passphrase is given. */
function Locked() {
  const { t } = useTranslation()
  return (
    <div className="flex flex-wrap items-center gap-2">
      <p className="m-0 min-w-0 flex-1 basis-40 text-sm text-muted">{t('keys.vault.lockedText')}</p>
      <Button icon={LockOpen} onClick={openUnlock}>
        {t('keys.vault.unlock')}
      </Button>
    </div>
  )
}

function KeyForm({ provider, onSaved, onCancel, autoFocus, withUrl }: Omit<KeyPasteInlineProps, 'provider'> & { provider: ProviderInfo }) {
  const { t } = useTranslation()
  const [key, setKey] = useState('')
  const [url, setUrl] = useState(provider.url)
  const save = useSaveKey(provider.id)
  const asksUrl = withUrl || provider.default_url === ''
  // Where the address is known the key is what is missed, and pasted into the address it would be seen.
  const startsAtUrl = withUrl || (asksUrl && provider.url === '')
  const label = providerLabel(t, provider)
  const failure = save.error ?? save.data?.error

  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    save.mutate(
      { key, url },
      {
        onSuccess: (info) => {
          setKey('')
          if (info.checkable && info.state !== 'works') return
          toast(t(info.checkable ? 'keys.saved' : 'keys.savedUnchecked', { provider: label }))
          onSaved?.()
        },
      },
    )
  }

  return (
    <form
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && onCancel) {
          event.stopPropagation()
          onCancel()
        }
      }}
      autoComplete="off"
      className="@container flex min-w-0 flex-col gap-1.5"
    >
      <div className={cx('flex min-w-0 flex-col gap-1.5', asksUrl ? '@md:flex-row' : '@xs:flex-row')}>
        {asksUrl && (
          <TextField
            aria-label={t('keys.detail.url')}
            placeholder={provider.default_url || t('keys.compatible.urlPlaceholder')}
            inputMode="url"
            value={url}
            autoFocus={autoFocus && startsAtUrl}
            onChange={(event) => setUrl(event.target.value)}
          />
        )}
        <KeyField
          aria-label={t('keys.pasteLabel', { provider: label })}
          placeholder={t(provider.needs_key ? 'keys.paste' : 'keys.pasteOptional')}
          value={key}
          onChange={setKey}
          autoFocus={autoFocus && !startsAtUrl}
          invalid={!!failure}
        />
        <div className="flex items-center gap-1.5">
          <Button type="submit" variant="primary" busy={save.isPending} disabled={provider.needs_key && !key}>
            {t(provider.checkable ? 'keys.saveAndCheck' : 'keys.save')}
          </Button>
          {onCancel && <IconButton icon={X} label={t('common.cancel')} shortcut="escape" onClick={onCancel} />}
        </div>
      </div>
      <Problem of={failure} provider={provider} />
      {!provider.configured && <KeyPageLink provider={provider} />}
    </form>
  )
}
