import { useTranslation } from 'react-i18next'
import type { CapUse } from '@/bridge/contract'
import { useBoth, useCost } from '@/shared/studio/money'
import { cx } from '@/shared/ui/cx'

/** How far a cap is used: charged, then what is promised to what runs now. */
export function CapBar({ name, use }: { name: string; use: CapUse }) {
  const { t } = useTranslation()
  const cost = useCost()
  const both = useBoth()
  const share = (amount: number) => (use.limit > 0 ? Math.min(100, (amount / use.limit) * 100) : 100)
  const used = use.spent + use.reserved
  const left = Math.max(0, use.limit - used)
  const words = t('spend.caps.used', { used: cost(used), limit: both(use.limit) })
  return (
    <div className="w-full">
      <div
        role="progressbar"
        aria-label={name}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share(used))}
        aria-valuetext={words}
        className="flex h-1.5 overflow-hidden rounded-full bg-press"
      >
        <span className={cx('transition-[width] duration-200', left === 0 ? 'bg-bad' : 'bg-accent')} style={{ width: `${share(use.spent)}%` }} />
        <span className="bg-accent opacity-45 transition-[width] duration-200" style={{ width: `${Math.min(100 - share(use.spent), share(use.reserved))}%` }} />
      </div>
      <p className="m-0 mt-1 flex flex-wrap justify-between gap-x-3 text-sm text-faint tabular-nums">
        <span>
          {words}
          {use.reserved > 0 && ` · ${t('spend.caps.reserved', { amount: cost(use.reserved) })}`}
        </span>
        <span className={left === 0 ? 'text-bad' : undefined}>{t('spend.caps.left', { left: cost(left) })}</span>
      </p>
    </div>
  )
}
