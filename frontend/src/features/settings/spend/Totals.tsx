import { useTranslation } from 'react-i18next'
import type { Spend } from '@/bridge/contract'
import { formatCost } from '@/shared/format'
import { useCost, useShownMoney } from '@/shared/studio/money'

const DOLLARS = { currency: 'USD', perDollar: 1 }

/** Today, this month, in all; the dollars beside where the user reads another currency. */
export function Totals({ spend }: { spend: Spend }) {
  const { t, i18n } = useTranslation()
  const cost = useCost()
  const { currency } = useShownMoney()
  const sums = [
    [t('app.spend'), spend.today],
    [t('app.month'), spend.month],
    [t('app.total'), spend.total],
  ] as const
  return (
    <>
      <dl className="m-0 mt-4 grid grid-cols-3 gap-2.5">
        {sums.map(([name, dollars]) => (
          <div key={name} className="min-w-0 rounded-card border border-line bg-panel px-3.5 py-3">
            <dt className="truncate text-muted">{name}</dt>
            <dd className="m-0 mt-0.5 truncate text-xl tabular-nums">{cost(dollars)}</dd>
            {currency !== 'USD' && <dd className="m-0 text-sm text-faint tabular-nums">{formatCost(dollars, i18n.language, DOLLARS)}</dd>}
          </div>
        ))}
      </dl>
      {spend.possible > 0 && <p className="m-0 mt-2 text-sm text-faint">{t('spend.caps.possible', { amount: cost(spend.possible) })}</p>}
    </>
  )
}
