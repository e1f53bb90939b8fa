import { useTranslation } from 'react-i18next'
import type { ProviderInfo } from '@/bridge/contract'

/** Where requests go. Changing it asks for the key again. */
export function BaseUrl({ provider, onChange }: { provider: ProviderInfo; onChange?: () => void }) {
  const { t } = useTranslation()
  const own = provider.url || provider.default_url
  return (
    <dl className="m-0 grid grid-cols-[minmax(84px,auto)_minmax(0,1fr)] items-baseline gap-x-3 [&_dd]:m-0 [&_dt]:text-muted">
      <dt>{t('keys.detail.url')}</dt>
      <dd className="flex min-w-0 flex-wrap items-baseline gap-x-2">
        <span className="min-w-0 break-all" data-selectable>
          {own || t('keys.notSet')}
        </span>
        {provider.url_editable && onChange && provider.state !== 'locked' && (
          <button type="button" className="text-sm text-faint underline underline-offset-2 hover:text-text" onClick={onChange}>
            {t('keys.detail.urlChange')}
          </button>
        )}
      </dd>
    </dl>
  )
}
