import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProviderInfo } from '@/bridge/contract'
import { providerLabel } from '@/shared/providers/provider-words'
import { TextField } from '@/shared/ui/Field'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { ProviderRow } from './ProviderRow'

const GROUPS = ['cloud', 'compatible', 'local'] as const

interface ProviderGroupsProps {
  providers: readonly ProviderInfo[]
  /** The provider in the side panel. */
  selected: string | undefined
  onSelect: (id: string) => void
}

/** All providers by where they are, found by typing. Those that have keys come first, as they were when the page was opened. */
export function ProviderGroups({ providers, selected, onSelect }: ProviderGroupsProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [first] = useState(() => new Set(providers.filter(({ keys }) => keys.length > 0).map(({ id }) => id)))
  const wanted = text.trim().toLowerCase()
  const found = providers
    .filter((provider) => [provider.id, provider.label, providerLabel(t, provider)].some((name) => name.toLowerCase().includes(wanted)))
    .sort((a, b) => Number(first.has(b.id)) - Number(first.has(a.id)))
  return (
    <div className="@container mt-4">
      <TextField
        type="search"
        className="max-w-80"
        aria-label={t('keys.search', { count: providers.length })}
        placeholder={t('keys.search', { count: providers.length })}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {found.length === 0 && <p className="mt-4 mb-0 text-muted">{t('keys.searchNothing', { text: text.trim() })}</p>}
      <div className="grid grid-cols-[40px_minmax(0,1fr)_auto] gap-x-3 @md:grid-cols-[40px_minmax(0,1fr)_minmax(0,0.8fr)_auto] @2xl:grid-cols-[40px_minmax(140px,250px)_minmax(0,1fr)_minmax(96px,180px)_auto]">
        {GROUPS.map((group) => {
          const rows = found.filter((provider) => provider.group === group)
          if (rows.length === 0) return null
          const ready = rows.filter(({ keys }) => keys.length > 0).length
          return (
            <section key={group} aria-label={t(`keys.group.${group}`)} className="col-span-full mt-5 grid grid-cols-subgrid">
              <div className="col-span-full px-2.5">
                <SectionTitle aside={ready > 0 && t('keys.setUpCount', { count: ready })}>{t(`keys.group.${group}`)}</SectionTitle>
              </div>
              <ul className="col-span-full m-0 grid list-none grid-cols-subgrid p-0">
                {rows.map((provider) => (
                  <ProviderRow key={provider.id} provider={provider} selected={provider.id === selected} onSelect={() => onSelect(provider.id)} />
                ))}
              </ul>
            </section>
          )
        })}
      </div>
    </div>
  )
}
