import type { RunSummary } from '@/bridge/contract'

/** A row of the history: a day's heading or a run. */
export type Line = { kind: 'day'; key: string; day: string } | { kind: 'run'; key: string; run: RunSummary }

/** The runs, newest first, under a heading for each day of the local calendar. */
export function linesOf(runs: readonly RunSummary[]): Line[] {
  const lines: Line[] = []
  let last = ''
  for (const run of runs) {
    const day = dayOf(run.created)
    if (day !== last) lines.push({ kind: 'day', key: day, day })
    last = day
    lines.push({ kind: 'run', key: run.id, run })
  }
  return lines
}

/** The local calendar day of a moment, `2026-11-21`. */
export function dayOf(moment: string | number): string {
  const date = new Date(moment)
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-')
}

/** `today`, `yesterday`, else the date. */
export function dayLabel(day: string, language: string, now = Date.now()): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const then = new Date(year, month - 1, date)
  const distance = Math.round((then.getTime() - new Date(dayOf(now) + 'T00:00').getTime()) / 86_400_000)
  if (distance >= -1) return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(distance, 'day')
  const thisYear = year === new Date(now).getFullYear()
  return then.toLocaleDateString(language, { day: 'numeric', month: 'long', ...(thisYear ? {} : { year: 'numeric' }) })
}
