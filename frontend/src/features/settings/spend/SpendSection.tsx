import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { useMe } from '@/shared/people/queries'
import { spendQuery } from '@/shared/studio/queries'
import { SegmentedControl } from '@/shared/ui/SegmentedControl'
import { Section } from '../sections/Section'
import { CapsCard } from './CapsCard'
import { CurrencyCard } from './CurrencyCard'
import { DayChart } from './DayChart'
import { lastDays } from './days'
import { ExportButton } from './ExportButton'
import { OwnCaps } from './OwnCaps'
import { reportQuery } from './queries'
import { SpendGroups } from './SpendGroups'
import { Totals } from './Totals'

const RANGES = ['30', '90', '365'] as const

/** What was spent, by day and by what it went to; what may be; in which currency it is read. */
export function SpendSection() {
  const { t } = useTranslation()
  const { is_admin } = useMe()
  const [range, setRange] = useState<(typeof RANGES)[number]>('30')
  const days = lastDays(Number(range))
  const [first = '', last = ''] = [days[0], days.at(-1)]
  const spend = useQuery(spendQuery)
  const found = useQuery(reportQuery(first, last))
  const { data: report } = found
  if (!spend.data) return spend.isError ? <QueryFailure query={spend} /> : null
  return (
    <>
      <Totals spend={spend.data} />
      <Section title={t('spend.overview')}>
        <div className="flex flex-wrap items-center justify-between gap-2 px-3.5 pt-3">
          <SegmentedControl
            label={t('spend.range.title')}
            value={range}
            options={RANGES.map((value) => ({ value, label: t(`spend.range.${value}`) }))}
            onChange={setRange}
          />
          <ExportButton first={first} last={last} />
        </div>
        {found.isError && <QueryFailure query={found} />}
        {report && <DayChart days={days} lines={report.days} />}
        {report && report.models.length > 0 && <SpendGroups report={report} />}
        {report && report.unpriced > 0 && (
          <p className="m-0 border-t border-line px-3.5 py-3 text-sm text-faint">{t('spend.unpricedCalls', { count: report.unpriced })}</p>
        )}
      </Section>
      {is_admin ? <CapsCard spend={spend.data} /> : <OwnCaps spend={spend.data} />}
      <CurrencyCard />
    </>
  )
}
