import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProviderInfo } from '@/bridge/contract'
import { KeyPageLink } from '@/shared/providers/KeyPageLink'
import { KeyPasteInline } from '@/shared/providers/KeyPasteInline'
import { providerLabel } from '@/shared/providers/provider-words'
import { useCheckKeys } from '@/shared/providers/use-provider-work'
import { Button } from '@/shared/ui/Button'
import { cx } from '@/shared/ui/cx'
import { useChatModelsOf } from '@/shared/words/queries'
import { LastFour } from './LastFour'
import { ProviderMark } from './ProviderMark'
import { KeyStateView } from './KeyStateView'

interface ProviderRowProps {
  provider: ProviderInfo
  selected: boolean
  onSelect: () => void
}

export function ProviderRow({ provider, selected, onSelect }: ProviderRowProps) {
  const { t } = useTranslation()
  const [pasting, setPasting] = useState(false)
  return (
    <li
      aria-current={selected || undefined}
      className={cx(
        'relative col-span-full grid grid-cols-subgrid items-center gap-y-2 border-b border-line px-2.5 py-2.5 transition-colors duration-150',
        selected ? 'rounded-[9px] border-transparent bg-selected' : 'hover:bg-panel',
      )}
    >
      <ProviderMark provider={provider} />
      <button type="button" onClick={onSelect} className="min-w-0 text-left after:absolute after:inset-0 after:rounded-[9px]">
        <span className="block truncate" title={providerLabel(t, provider)}>
          {providerLabel(t, provider)}
        </span>
        <span className="block truncate text-xs text-faint">
          <ModelCount provider={provider} />
        </span>
      </button>
      {pasting ? (
        <div className="relative z-1 col-span-full @2xl:col-span-3 @2xl:col-start-3">
          <KeyPasteInline
            provider={provider.id}
            autoFocus
            onSaved={() => {
              setPasting(false)
              onSelect()
            }}
            onCancel={() => setPasting(false)}
          />
        </div>
      ) : (
        <>
          <div className="hidden min-w-0 truncate @2xl:block">
            <KeyCell provider={provider} />
          </div>
          <div className="hidden min-w-0 @md:block">
            <KeyStateView of={provider} provider={provider} />
          </div>
          <RowButton provider={provider} onPaste={() => setPasting(true)} />
        </>
      )}
    </li>
  )
}

/** Of image models; where it makes no images, of what it has instead. */
function ModelCount({ provider: { id, image_models } }: { provider: ProviderInfo }) {
  const { t } = useTranslation()
  const chats = useChatModelsOf(id).length
  return image_models === 0 && chats > 0 ? t('keys.chatModels', { count: chats }) : t('keys.imageModels', { count: image_models })
}

function KeyCell({ provider }: { provider: ProviderInfo }) {
  const { t } = useTranslation()
  if (provider.last4) return <FirstKey provider={provider} last4={provider.last4} />
  if (provider.state === 'ready') return <span className="text-faint">{t('keys.builtIn')}</span>
  if (provider.configured) return <span className="text-faint">{t('keys.noKeyNeeded')}</span>
  if (!provider.key_page) return <span className="text-faint">{t('keys.notSet')}</span>
  return (
    <span className="relative z-1">
      <KeyPageLink provider={provider} />
    </span>
  )
}

function FirstKey({ provider: { keys }, last4 }: { provider: ProviderInfo; last4: string }) {
  const { t } = useTranslation()
  const more = keys.length - 1
  return (
    <span className="flex min-w-0 items-baseline gap-2.5">
      <LastFour last4={last4} />
      {keys[0]?.label && <span className="min-w-0 truncate text-muted">{keys[0].label}</span>}
      {more > 0 && <span className="shrink-0 text-sm text-faint">{t('keys.more', { count: more })}</span>}
    </span>
  )
}

/** The one thing to do next with this provider. */
function RowButton({ provider, onPaste }: { provider: ProviderInfo; onPaste: () => void }) {
  const { t } = useTranslation()
  const check = useCheckKeys(provider.id)
  if (provider.state === 'ready' || provider.state === 'locked') return <span />
  const label = providerLabel(t, provider)
  if (provider.configured && provider.state !== 'refused') {
    return !provider.checkable ? (
      <span />
    ) : (
      <Button className="relative z-1 justify-self-end" busy={check.isPending} aria-label={`${t('keys.check')}: ${label}`} onClick={() => check.mutate()}>
        {t('keys.check')}
      </Button>
    )
  }
  const words = provider.configured ? t('keys.replace') : t(provider.needs_key ? 'keys.add' : 'keys.setUp')
  return (
    <Button className="relative z-1 justify-self-end" aria-label={`${words}: ${label}`} onClick={onPaste}>
      {words}
    </Button>
  )
}
