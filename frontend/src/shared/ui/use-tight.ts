import { useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { flushSync } from 'react-dom'

/**
 * Whether a row, whose last child stands at its end, has no room for all that it would show. Its caller then shows less, and is
 * told when there is room again: how much less that is shows when it becomes so.
 */
export function useTight(row: RefObject<HTMLElement | null>): boolean {
  const [tight, setTight] = useState(false)
  const known = useRef({ tight: false, full: 0, less: null as number | null })
  useLayoutEffect(() => {
    const place = row.current
    if (!place) return
    const look = () => {
      const now = known.current
      const used = usedWidth(place)
      if (!now.tight) {
        if (used <= place.clientWidth + 1) return
        known.current = { tight: true, full: used, less: null }
      } else if (now.less === null) {
        now.less = Math.max(1, now.full - used)
        return
      } else {
        if (used + now.less > place.clientWidth) return
        known.current = { tight: false, full: 0, less: null }
      }
      setTight(known.current.tight)
    }
    // Before the first frame is painted, and before each in which the room has changed.
    look()
    const observer = new ResizeObserver(() => flushSync(look))
    observer.observe(place)
    for (const part of place.querySelectorAll(':scope > *, :scope > * > *')) observer.observe(part)
    return () => observer.disconnect()
  }, [row])
  return tight
}

/** The row's width without what is free before its last child; more than the row where that sticks out. */
function usedWidth(row: HTMLElement): number {
  if (row.scrollWidth > row.clientWidth) return row.scrollWidth
  const [last, before] = [...row.children].reverse()
  if (!last || !before) return 0
  const gap = Number.parseFloat(getComputedStyle(row).columnGap) || 0
  const free = last.getBoundingClientRect().left - before.getBoundingClientRect().right - gap
  return row.clientWidth - Math.max(0, free)
}
