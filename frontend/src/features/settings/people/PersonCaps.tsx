import { useTranslation } from 'react-i18next'
import type { KeyCap, Person, Spend } from '@/bridge/contract'
import { CapBar } from '../spend/CapBar'
import { MoneyField } from '../spend/MoneyField'
import { useChangeCaps, withCap } from '../spend/queries'

/** What one person may spend a day and a month, and how far that is used. */
export function PersonCaps({ person: { id, name }, spend: { caps, of_people } }: { person: Person; spend: Spend }) {
  const { t } = useTranslation()
  const changeCaps = useChangeCaps()
  const own = caps.people?.[id]
  const spans = { day: t('spend.caps.keyDay'), month: t('spend.caps.keyMonth') }
  const set = (changes: KeyCap) => changeCaps((caps) => ({ ...caps, people: withCap(caps.people, id, changes) }))
  return (
    <>
      <div className="mt-2 flex min-w-0 flex-wrap items-center gap-x-5 gap-y-2 text-muted">
        <span>{t('people.mayspend')}</span>
        {(['day', 'month'] as const).map((span) => (
          <span key={span} className="flex items-center gap-2">
            <MoneyField name={`${name}, ${spans[span]}`} value={own?.[span] ?? null} onChange={(value) => set({ [span]: value })} />
            {spans[span]}
          </span>
        ))}
      </div>
      {of_people
        .filter(({ person }) => person === id)
        .map((use) => (
          <div key={use.cap} className="mt-2">
            <CapBar name={`${name}, ${use.cap === 'person_day' ? spans.day : spans.month}`} use={use} />
          </div>
        ))}
    </>
  )
}
