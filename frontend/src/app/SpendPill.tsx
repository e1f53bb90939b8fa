import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatCost } from '@/shared/format'
import { spendQuery } from '@/shared/studio/queries'
import { Popover } from '@/shared/ui/Popover'
import { pillClass } from './pill'

export function SpendPill() {
  const { t, i18n } = useTranslation()
  const { data: spend } = useQuery(spendQuery)
  if (!spend) return null
  const money = (dollars: number) => formatCost(dollars, i18n.language)
  const rows: [string, number][] = [
    [t('app.spend'), spend.today],
    [t('app.month'), spend.month],
    [t('app.total'), spend.total],
  ]
  return (
    <Popover
      align="end"
      className="w-64"
      label={t('settings.spend')}
      trigger={
        <button type="button" className={pillClass}>
          <span>{t('app.today')}</span>
          <span className="text-text tabular-nums">{money(spend.today)}</span>
        </button>
      }
    >
      <dl className="m-0 grid grid-cols-[1fr_auto] gap-x-4 gap-y-1.5 tabular-nums">
        {rows.map(([label, dollars]) => (
          <div key={label} className="col-span-2 grid grid-cols-subgrid">
            <dt className="text-muted">{label}</dt>
            <dd className="m-0 text-right">{money(dollars)}</dd>
          </div>
        ))}
      </dl>
      {spend.unknown_count > 0 && <p className="mt-2 mb-0 text-sm text-faint">{t('app.unpriced', { count: spend.unknown_count })}</p>}
    </Popover>
  )
}
