import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Caps, CapUse, KeyCap } from '@/bridge/contract'
import { providerLabel } from '@/shared/providers/provider-words'
import { providersQuery } from '@/shared/providers/queries'
import { Section } from '../sections/Section'
import { CapBar } from './CapBar'
import { MoneyField } from './MoneyField'
import { withCap } from './queries'

interface KeyCapsProps {
  caps: Caps
  uses: readonly CapUse[]
  onChange: (change: (caps: Caps) => Caps) => void
}

/** A cap a day and a month for each key. */
export function KeyCaps({ caps, uses, onChange }: KeyCapsProps) {
  const { t } = useTranslation()
  const { data } = useQuery(providersQuery)
  const rows = (data?.providers ?? []).flatMap((provider) => provider.keys.map((key) => ({ provider, key })))
  return (
    <Section title={t('spend.caps.keys')}>
      <p className="m-0 border-b border-line px-3.5 py-3 text-muted last:border-b-0">{t(rows.length > 0 ? 'spend.caps.keysHint' : 'spend.caps.noKeys')}</p>
      {rows.map(({ provider, key }) => (
        <KeyRow
          key={key.id}
          name={[providerLabel(t, provider), key.label, `…${key.last4}`].filter(Boolean).join(' ')}
          cap={caps.keys?.[key.id]}
          uses={uses.filter(({ key_id }) => key_id === key.id)}
          onChange={(changes) => onChange((caps) => ({ ...caps, keys: withCap(caps.keys, key.id, changes) }))}
        />
      ))}
    </Section>
  )
}

interface KeyRowProps {
  name: string
  cap: KeyCap | undefined
  uses: readonly CapUse[]
  onChange: (changes: KeyCap) => void
}

function KeyRow({ name, cap, uses, onChange }: KeyRowProps) {
  const { t } = useTranslation()
  const spans = { day: t('spend.caps.keyDay'), month: t('spend.caps.keyMonth') }
  return (
    <div className="border-b border-line px-3.5 py-3 last:border-b-0">
      <div className="flex min-w-0 flex-wrap items-center gap-x-5 gap-y-2">
        <span className="min-w-40 flex-1 truncate" title={name}>
          {name}
        </span>
        {(['day', 'month'] as const).map((span) => (
          <span key={span} className="flex items-center gap-2 text-muted">
            {spans[span]}
            <MoneyField name={`${name}, ${spans[span]}`} value={cap?.[span] ?? null} onChange={(value) => onChange({ [span]: value })} />
          </span>
        ))}
      </div>
      {uses.map((use) => (
        <div key={use.cap} className="mt-2">
          <CapBar name={`${name}, ${use.cap === 'key_day' ? spans.day : spans.month}`} use={use} />
        </div>
      ))}
    </div>
  )
}
