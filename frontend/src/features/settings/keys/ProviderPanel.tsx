import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProviderInfo } from '@/bridge/contract'
import { formatDay } from '@/shared/format'
import { KeyPasteInline } from '@/shared/providers/KeyPasteInline'
import { keyProblem, providerLabel } from '@/shared/providers/provider-words'
import { useCheckKey } from '@/shared/providers/use-provider-work'
import { Button } from '@/shared/ui/Button'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { LastFour } from './LastFour'
import { ProviderModels } from './ProviderModels'
import { ProviderStateView } from './ProviderStateView'
import { RemoveKey } from './RemoveKey'

/** The selected provider: its key, its address, its models. */
export function ProviderPanel({ provider }: { provider: ProviderInfo }) {
  const { t, i18n } = useTranslation()
  const [editing, setEditing] = useState<'key' | 'url' | null>(null)
  const check = useCheckKey(provider.id)
  const label = providerLabel(t, provider)
  const isBuiltIn = provider.state === 'ready'
  const close = () => setEditing(null)
  return (
    <aside aria-label={label} className="flex w-[320px] shrink-0 flex-col gap-4 overflow-y-auto border-l border-line bg-panel p-4 xl:w-[380px]">
      <div>
        <SectionTitle>{label}</SectionTitle>
        {provider.id === 'custom_openai' && <p className="mt-0 mb-2 text-sm text-faint">{t('keys.compatible.text')}</p>}
        <dl className="m-0 grid grid-cols-[minmax(84px,auto)_minmax(0,1fr)] items-baseline gap-x-3 gap-y-1.5 [&_dd]:m-0 [&_dt]:text-muted">
          {!isBuiltIn && provider.configured && (
            <>
              <dt>{t('keys.detail.key')}</dt>
              <dd>
                {provider.last4 ? <LastFour last4={provider.last4} /> : <span className="text-faint">{t('keys.noKeyNeeded')}</span>}
                {provider.added && <span className="text-faint"> · {t('keys.detail.added', { day: formatDay(provider.added, i18n.language) })}</span>}
              </dd>
            </>
          )}
          <dt>{t('keys.detail.state')}</dt>
          <dd>
            <ProviderStateView provider={provider} />
          </dd>
          {!isBuiltIn && (
            <>
              <dt>{t('keys.detail.url')}</dt>
              <dd className="flex min-w-0 flex-wrap items-baseline gap-x-2">
                <span className="min-w-0 break-all" data-selectable>
                  {provider.url || (provider.default_url ? t('keys.detail.urlDefault') : t('keys.notSet'))}
                </span>
                {provider.url_editable && provider.configured && editing !== 'url' && (
                  <button type="button" className="text-sm text-faint underline underline-offset-2 hover:text-text" onClick={() => setEditing('url')}>
                    {t('keys.detail.urlChange')}
                  </button>
                )}
              </dd>
            </>
          )}
        </dl>
        {provider.error && <KeyFailure provider={provider} />}
      </div>
      {!isBuiltIn && (editing || !provider.configured) && (
        <div className="flex flex-col gap-1.5">
          <KeyPasteInline provider={provider.id} withUrl={editing === 'url'} autoFocus={!!editing} onSaved={close} onCancel={editing ? close : undefined} />
          {editing === 'url' && <p className="m-0 text-sm text-faint">{t('keys.detail.urlHint')}</p>}
        </div>
      )}
      {!isBuiltIn && provider.configured && !editing && (
        <div className="flex flex-wrap gap-2">
          <Button busy={check.isPending} onClick={() => check.mutate()}>
            {t('keys.checkFree')}
          </Button>
          <Button onClick={() => setEditing('key')}>{t(provider.last4 ? 'keys.replace' : 'keys.add')}</Button>
          <RemoveKey provider={provider} />
        </div>
      )}
      <ProviderModels provider={provider} />
    </aside>
  )
}

function KeyFailure({ provider }: { provider: ProviderInfo }) {
  const { t } = useTranslation()
  if (!provider.error) return null
  const said = provider.error.details.provider_message
  return (
    <div role="alert" className="mt-2.5 rounded-control border border-bad-soft-line bg-bad-soft px-2.5 py-2 text-sm" data-selectable>
      <p className="m-0 text-bad">{keyProblem(t, provider, provider.error)}</p>
      {typeof said === 'string' && said && <p className="mt-1 mb-0 break-words text-muted">{said}</p>}
    </div>
  )
}
