import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { formatSeconds } from './image-format'

type Tick = (now: number) => void
const ticks = new Set<Tick>()
let timer: ReturnType<typeof setInterval> | undefined

/** One clock for all counters; it stands while nobody looks. */
function subscribe(tick: Tick): () => void {
  ticks.add(tick)
  timer ??= setInterval(() => {
    if (!document.hidden) ticks.forEach((each) => each(Date.now()))
  }, 100)
  return () => {
    ticks.delete(tick)
    if (ticks.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** Seconds since `since`, or with `until` the seconds left. Writes into the page by itself: nothing is drawn anew. */
export function Elapsed({ since, until }: { since?: string; until?: string }) {
  const { t, i18n } = useTranslation()
  const place = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const moment = Date.parse(until ?? since ?? '')
    let shown = -1
    const tick = (now: number) => {
      const seconds = until ? Math.ceil((moment - now) / 1000) : (now - moment) / 1000 || 0
      // From ten seconds on only whole ones are shown: no need to write each tenth.
      const next = Math.max(0, seconds < 9.95 ? Math.round(seconds * 10) / 10 : Math.round(seconds))
      if (next === shown || !place.current) return
      shown = next
      place.current.textContent = formatSeconds(t, i18n.language, next, until ? 0 : 1)
    }
    tick(Date.now())
    return subscribe(tick)
  }, [since, until, t, i18n.language])
  return <span ref={place} role="timer" aria-live="off" className="tabular-nums" />
}
