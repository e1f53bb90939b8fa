import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SpendLine } from '@/bridge/contract'
import { useCost } from '@/shared/studio/money'
import { Button } from '@/shared/ui/Button'
import { cx } from '@/shared/ui/cx'
import { dayText } from './days'
import { SpendTable } from './SpendTable'

const HEIGHT = 96

/** A bar for each day, today's in the accent; what may have been charged stands on it, paler. The numbers behind it as a table. */
export function DayChart({ days, lines }: { days: readonly string[]; lines: readonly SpendLine[] }) {
  const { t, i18n } = useTranslation()
  const cost = useCost()
  const [asTable, setAsTable] = useState(false)
  const found = new Map(lines.map((line) => [line.id, line]))
  const most = Math.max(0, ...lines.map(({ spent, possible }) => spent + possible))
  const text = (day: string | undefined) => (day ? dayText(day, i18n.language) : '')
  const gap = days.length > 120 ? 0 : days.length > 40 ? 0.25 : 0.3
  return (
    <div className="px-3.5 py-3">
      <svg
        role="img"
        aria-label={t('spend.chart', { first: text(days[0]), last: text(days.at(-1)) })}
        viewBox={`0 0 ${days.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="block h-24 w-full border-b border-line-strong"
      >
        {days.map((day, index) => {
          const { spent = 0, possible = 0 } = found.get(day) ?? {}
          const height = (amount: number) => (most > 0 && amount > 0 ? Math.max(1.5, (amount / most) * (HEIGHT - 4)) : 0)
          const tall = height(spent)
          const tone = index === days.length - 1 ? 'fill-accent' : 'fill-dim'
          const maybe = height(possible)
          return (
            <g key={day}>
              <rect x={index} y={0} width={1} height={HEIGHT} className="fill-transparent hover:fill-raised">
                <title>{t('spend.bar', { day: text(day), amount: cost(spent + possible) })}</title>
              </rect>
              <rect x={index + gap / 2} y={HEIGHT - tall} width={1 - gap} height={tall} className={cx('pointer-events-none', tone)} />
              <rect x={index + gap / 2} y={HEIGHT - tall - maybe} width={1 - gap} height={maybe} className={cx('pointer-events-none opacity-45', tone)} />
            </g>
          )
        })}
      </svg>
      <div className="mt-1.5 flex items-center justify-between gap-3 text-sm text-faint tabular-nums">
        <span>{text(days[0])}</span>
        <span className="truncate">{most > 0 ? t('spend.most', { amount: cost(most) }) : t('spend.nothing')}</span>
        <span>{text(days.at(-1))}</span>
      </div>
      {most > 0 && (
        <Button size="sm" variant="quiet" className="mt-1 -ml-2.5" aria-expanded={asTable} onClick={() => setAsTable(!asTable)}>
          {t(asTable ? 'spend.hideTable' : 'spend.asTable')}
        </Button>
      )}
      {asTable && (
        <div className="mt-1 max-h-72 overflow-y-auto rounded-control border border-line">
          <SpendTable first={t('spend.columns.day')} rows={lines.toReversed().map((line) => ({ ...line, name: text(line.id) }))} />
        </div>
      )}
    </div>
  )
}
