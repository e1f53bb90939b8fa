import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { navigate, useNavigation } from '@/shared/studio/navigation'
import { providersQuery } from '@/shared/providers/queries'
import { providerLabel } from '@/shared/providers/provider-words'
import { Banner } from '@/shared/ui/Banner'
import { ProviderGroups } from './keys/ProviderGroups'
import { ProviderPanel } from './keys/panel/ProviderPanel'
import { TransferButtons } from './keys/transfer/TransferButtons'
import { VaultPanel } from './keys/vault/VaultPanel'

export default function KeysPage() {
  const { t } = useTranslation()
  const query = useQuery(providersQuery)
  const { data } = query
  const chosen = useNavigation((state) => state.provider)
  if (!data) return query.isError ? <QueryFailure query={query} /> : null
  const { providers, vault } = data
  const selected =
    providers.find((provider) => provider.id === chosen) ?? providers.find((provider) => provider.keys.length > 0) ?? providers.find((provider) => provider.needs_key)
  const lost = providers.filter((provider) => vault.unreadable.includes(provider.id))
  return (
    <div className="flex h-full min-w-0">
      <section aria-labelledby="keys-title" className="min-w-0 flex-1 overflow-y-auto px-4 py-4 lg:px-6.5 [&>*]:max-w-[1200px]">
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
          <div className="min-w-0 flex-1 basis-72">
            <h2 id="keys-title" className="m-0 text-xl font-semibold">
              {t('keys.title')}
            </h2>
            <p className="mt-0.5 mb-0 text-muted">{t('keys.text')}</p>
          </div>
          <TransferButtons vault={vault} />
        </div>
        <div className="mt-3.5 flex flex-col gap-2">
          <VaultPanel vault={vault} />
          {lost.length > 0 && (
            <Banner kind="bad">{t('keys.unreadable', { providers: lost.map((provider) => providerLabel(t, provider)).join(', ') })}</Banner>
          )}
        </div>
        <ProviderGroups providers={providers} selected={selected?.id} onSelect={(provider) => navigate('keys', { provider })} />
      </section>
      {selected && <ProviderPanel key={selected.id} provider={selected} />}
    </div>
  )
}
