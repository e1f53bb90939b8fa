import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { navigate, useNavigation } from '@/shared/studio/navigation'
import { providersQuery } from '@/shared/providers/queries'
import { providerLabel } from '@/shared/providers/provider-words'
import { Banner } from '@/shared/ui/Banner'
import { ProviderPanel } from './keys/ProviderPanel'
import { ProviderRow } from './keys/ProviderRow'

export default function KeysPage() {
  const { t } = useTranslation()
  const { data } = useQuery(providersQuery)
  const chosen = useNavigation((state) => state.provider)
  if (!data) return null
  const { vault } = data
  // What needs setting up comes first; the built-in one is always ready.
  const providers = [...data.providers].sort((a, b) => Number(isBuiltIn(a)) - Number(isBuiltIn(b)))
  const selected = providers.find((provider) => provider.id === chosen) ?? providers.find((provider) => provider.configured && !isBuiltIn(provider)) ?? providers[0]
  const lost = providers.filter((provider) => vault.unreadable.includes(provider.id))
  return (
    <div className="flex h-full min-w-0">
      <section aria-labelledby="keys-title" className="min-w-0 flex-1 overflow-y-auto px-4 py-4 lg:px-6.5 [&>*]:max-w-[1200px]">
        <h2 id="keys-title" className="m-0 text-xl font-semibold">
          {t('keys.title')}
        </h2>
        <p className="mt-0.5 mb-3.5 text-muted">{t('keys.text')}</p>
        <div className="flex flex-col gap-2">
          {vault.backend === 'file' && <Banner>{t('keys.noKeychain')}</Banner>}
          {lost.length > 0 && (
            <Banner kind="bad">{t('keys.unreadable', { providers: lost.map((provider) => providerLabel(t, provider)).join(', ') })}</Banner>
          )}
        </div>
        <div className="@container mt-2">
          <ul
            aria-label={t('keys.list')}
            className="m-0 grid list-none grid-cols-[40px_minmax(0,1fr)_auto] gap-x-3 p-0 @md:grid-cols-[40px_minmax(0,1fr)_minmax(0,0.8fr)_auto] @2xl:grid-cols-[40px_minmax(140px,250px)_minmax(0,1fr)_minmax(96px,180px)_auto]"
          >
          {providers.map((provider) => (
            <ProviderRow
              key={provider.id}
              provider={provider}
              selected={provider.id === selected?.id}
              onSelect={() => navigate('keys', { provider: provider.id })}
            />
          ))}
          </ul>
        </div>
      </section>
      {selected && <ProviderPanel key={selected.id} provider={selected} />}
    </div>
  )
}

const isBuiltIn = ({ needs_key, url_editable }: { needs_key: boolean; url_editable: boolean }) => !needs_key && !url_editable
