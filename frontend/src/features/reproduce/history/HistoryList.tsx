import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reproduction } from '@/bridge/contract'
import { formatAgo } from '@/shared/format'
import { formatPrice } from '@/shared/images/image-format'
import { TinyThumb } from '@/shared/images/TinyThumb'
import { cx } from '@/shared/ui/cx'
import { useCurrent } from '../state'

const HEIGHT = 62

interface HistoryListProps {
  rows: readonly Reproduction[]
  onTake: (row: Reproduction) => void
  /** The end comes in sight. */
  onEnd: () => void
}

/** Only what is in sight stands in the page. */
export function HistoryList({ rows, onTake, onEnd }: HistoryListProps) {
  const { t } = useTranslation()
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null)
  const shown = useCurrent()?.reproduction
  // eslint-disable-next-line react-hooks/incompatible-library -- it is read here and handed to nobody
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: () => HEIGHT,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 4,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= rows.length - 8) onEnd()
  }, [last, rows.length, onEnd])
  return (
    <div ref={setScroller} className="mt-1.5 h-[min(420px,56vh)] overflow-y-auto" onKeyDown={moveFocus}>
      <ul aria-label={t('reproduce.history.title')} className="relative m-0 list-none p-0" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index]
          return (
            row && (
              <li key={item.key} className="absolute inset-x-0" style={{ top: item.start, height: item.size }}>
                <Line row={row} shown={row.id === shown} onTake={onTake} />
              </li>
            )
          )
        })}
      </ul>
    </div>
  )
}

function Line({ row, shown, onTake }: { row: Reproduction; shown: boolean; onTake: (row: Reproduction) => void }) {
  const { t, i18n } = useTranslation()
  const facts = [
    formatAgo(row.created, i18n.language),
    row.state === 'done' ? t('reproduce.history.runs', { count: row.run_ids.length }) : t(`reproduce.state.${row.state}`),
    row.cost !== null && formatPrice(t, i18n.language, row.cost),
  ]
  return (
    <button
      type="button"
      aria-current={shown || undefined}
      onClick={() => onTake(row)}
      className={cx('flex h-[58px] w-full items-center gap-2.5 rounded-control px-1.5 text-left -outline-offset-2 hover:bg-press', shown && 'bg-press')}
    >
      <span aria-hidden className="size-[46px] shrink-0 overflow-hidden rounded-control bg-well">
        <TinyThumb id={row.image_id} width={46} height={46} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate">{(row.prompt || row.text).slice(0, 160) || t('reproduce.history.wordless')}</span>
        <span className="block truncate text-xs text-faint tabular-nums">{facts.filter(Boolean).join(' · ')}</span>
      </span>
    </button>
  )
}

/** ↑ and ↓ go from row to row. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const stops = [...event.currentTarget.querySelectorAll('button')]
  const index = stops.indexOf(document.activeElement as HTMLButtonElement)
  event.preventDefault()
  stops[index + (event.key === 'ArrowDown' ? 1 : -1)]?.focus()
}
