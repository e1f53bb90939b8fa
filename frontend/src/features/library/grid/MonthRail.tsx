import { useQuery } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Counted } from '@/bridge/contract'
import { useBox } from '@/shared/images/use-box'
import { cx } from '@/shared/ui/cx'
import type { Look } from '../look/look-state'
import { facetsQuery } from '../queries'
import { marksOf, type Mark } from './months'

interface MonthRailProps {
  look: Look
  total: number
  /** The first place in sight. */
  at: number
  onGo: (index: number) => void
}

/** The months along the right edge, each where it begins: a click goes there. */
export function MonthRail({ look, ...rest }: MonthRailProps) {
  const months = useQuery(facetsQuery(look)).data?.months ?? []
  return months.length > 1 && <Rail months={months} {...rest} />
}

function Rail({ months, total, at, onGo }: Omit<MonthRailProps, 'look'> & { months: readonly Counted[] }) {
  const { t, i18n } = useTranslation()
  const rail = useRef<HTMLElement>(null)
  const { height } = useBox(rail)
  const marks = useMemo(() => marksOf(months, total, height), [months, total, height])
  const here = marks.findLast(({ index }) => index <= at)
  return (
    <nav ref={rail} aria-label={t('library.months')} className="relative w-[62px] shrink-0 border-l border-line bg-panel">
      {marks.map((mark) => (
        <button
          key={mark.month}
          type="button"
          aria-current={mark === here || undefined}
          onClick={() => onGo(mark.index)}
          style={{ top: mark.top }}
          className={cx(
            'absolute right-1 left-1 h-[18px] truncate rounded-[4px] px-1 text-right text-xs tabular-nums hover:bg-raised hover:text-text',
            mark === here ? 'text-text' : 'text-faint',
            mark.isYear && 'font-semibold',
          )}
        >
          {nameOf(mark, i18n.language)}
        </button>
      ))}
    </nav>
  )
}

function nameOf({ month, isYear }: Mark, language: string): string {
  const date = new Date(`${month}-15T12:00`)
  return isYear ? String(date.getFullYear()) : date.toLocaleDateString(language, { month: 'short' })
}
