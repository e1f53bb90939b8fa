import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { nearestCap } from '@/shared/studio/caps'
import { useCost } from '@/shared/studio/money'
import { navigate } from '@/shared/studio/navigation'
import { spendQuery } from '@/shared/studio/queries'
import { Button } from '@/shared/ui/Button'
import { cx } from '@/shared/ui/cx'
import { Popover } from '@/shared/ui/Popover'
import { pillClass } from './pill'

/** From this share of a cap on, the pill says what is left. */
const NEAR = 0.8

/** What was spent today, and what the nearest cap leaves. */
export function SpendPill() {
  const { t } = useTranslation()
  const { data: spend } = useQuery(spendQuery)
  const [open, setOpen] = useState(false)
  const money = useCost()
  if (!spend) return null
  const use = nearestCap(spend)
  const left = use && Math.max(0, use.limit - use.spent - use.reserved)
  const isNear = use !== null && left !== null && left <= use.limit * (1 - NEAR)
  const tone = left === 0 ? 'text-bad' : 'text-accent-text'
  const rows: [string, number][] = [
    [t('app.spend'), spend.today],
    [t('app.month'), spend.month],
    [t('app.total'), spend.total],
  ]
  const words = use && left !== null ? t('spend.pill.near', { left: money(left), cap: t(`spend.pill.${use.cap}`) }) : null
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="end"
      className="w-72"
      label={t('spend.title')}
      trigger={
        <button type="button" className={pillClass}>
          <span>{t('app.today')}</span>
          <span className={cx('tabular-nums', isNear ? tone : 'text-text')}>{money(spend.today)}</span>
          {isNear && <span className={cx('tabular-nums max-[1100px]:hidden', tone)}>· {words}</span>}
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
      {words && <p className={cx('mt-2 mb-0 text-sm tabular-nums', isNear ? 'text-accent-text' : 'text-faint')}>{words}</p>}
      {spend.unknown_count > 0 && <p className="mt-2 mb-0 text-sm text-faint">{t('app.unpriced', { count: spend.unknown_count })}</p>}
      <Button
        size="sm"
        className="mt-2.5 w-full"
        onClick={() => {
          setOpen(false)
          navigate('settings', { section: 'spend' })
        }}
      >
        {t('spend.pill.caps')}
      </Button>
    </Popover>
  )
}
