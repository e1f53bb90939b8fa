import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useCanvas } from '../canvas/canvas-state'
import { HistoryRow } from './HistoryRow'
import { dayLabel, type Line } from './lines'

const DAY_HEIGHT = 30
const RUN_HEIGHT = 62

interface HistoryListProps {
  lines: readonly Line[]
  onTake: (id: string) => void
  /** The end comes in sight. */
  onEnd: () => void
}

export function HistoryList({ lines, onTake, onEnd }: HistoryListProps) {
  const { t, i18n } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const shown = useCanvas((canvas) => canvas.runId)
  // eslint-disable-next-line react-hooks/incompatible-library -- it is read here and handed to nobody
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.kind === 'day' ? DAY_HEIGHT : RUN_HEIGHT),
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 6,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= lines.length - 8) onEnd()
  }, [last, lines.length, onEnd])

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const here = (document.activeElement as HTMLElement).dataset.run
    let index = lines.findIndex(({ key }) => key === here) + step
    if (lines[index]?.kind === 'day') index += step
    const next = lines[index]
    if (next?.kind !== 'run') return
    virtual.scrollToIndex(index)
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-run="${next.key}"]`)?.focus())
  }

  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto px-1.5 pb-2" onKeyDown={onKeyDown}>
      <ul
        aria-label={t('compare.history.title')}
        className="relative m-0 list-none p-0"
        style={{ height: virtual.getTotalSize() }}
      >
        {items.map((item) => {
          const line = lines[item.index]
          return (
            line && (
              <li key={item.key} className="absolute inset-x-0" style={{ top: item.start, height: item.size }}>
                {line.kind === 'day' ? (
                  <h4 className="m-0 px-1.5 pt-2.5 text-xs font-medium text-faint first-letter:uppercase">
                    {dayLabel(line.day, i18n.language)}
                  </h4>
                ) : (
                  <HistoryRow run={line.run} shown={line.key === shown} onTake={onTake} />
                )}
              </li>
            )
          )
        })}
      </ul>
    </div>
  )
}
