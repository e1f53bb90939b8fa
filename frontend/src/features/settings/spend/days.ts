import { formatDay } from '@/shared/format'

const pad = (value: number) => String(value).padStart(2, '0')

/** A moment's day by the local calendar, `2026-11-21`. */
export const dayOf = (date: Date): string => `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`

/** The last `count` days, today among them, oldest first. */
export function lastDays(count: number, today = new Date()): string[] {
  return Array.from({ length: count }, (_, index) => dayOf(new Date(today.getFullYear(), today.getMonth(), today.getDate() - count + 1 + index)))
}

/** `Nov 21`, `2026年11月`: a day or a month as people write it. */
export function dayText(id: string, language: string): string {
  const [year = 0, month = 1, day] = id.split('-').map(Number)
  if (day !== undefined) return formatDay(id, language)
  return new Intl.DateTimeFormat(language, { year: 'numeric', month: 'long' }).format(new Date(year, month - 1))
}
