import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useState, type KeyboardEvent, type ReactNode } from 'react'

interface VirtualRowsProps<T> {
  label: string
  rows: readonly T[]
  /** CSS pixels, the gap to the next one included. */
  height: number
  draw: (row: T) => ReactNode
  /** The end comes in sight. */
  onEnd?: () => void
}

/** A long list of rows that are buttons. Only what is in sight stands in the page; ↑ and ↓ go from row to row. */
export function VirtualRows<T extends { id: string }>({ label, rows, height, draw, onEnd }: VirtualRowsProps<T>) {
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null)
  // eslint-disable-next-line react-hooks/incompatible-library -- it is read here and handed to nobody
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: () => height,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 4,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= rows.length - 8) onEnd?.()
  }, [last, rows.length, onEnd])
  return (
    <div ref={setScroller} className="mt-1.5 max-h-[min(420px,56vh)] overflow-y-auto" onKeyDown={moveFocus}>
      <ul aria-label={label} className="relative m-0 list-none p-0" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index]
          return (
            row && (
              <li key={item.key} className="absolute inset-x-0" style={{ top: item.start, height: item.size }}>
                {draw(row)}
              </li>
            )
          )
        })}
      </ul>
    </div>
  )
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const stops = [...event.currentTarget.querySelectorAll('button')]
  const index = stops.indexOf(document.activeElement as HTMLButtonElement)
  event.preventDefault()
  stops[index + (event.key === 'ArrowDown' ? 1 : -1)]?.focus()
}
