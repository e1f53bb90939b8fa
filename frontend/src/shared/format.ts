/** Dollars as people read small prices: $0.042, $1.86, $12.40; below a tenth of a cent, `<$0.001`. */
export function formatCost(dollars: number, language: string): string {
  if (dollars > 0 && dollars < 0.001) return `<${formatCost(0.001, language)}`
  const digits = dollars === 0 || dollars >= 1 ? 2 : 3
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits === 3 ? 2 : digits,
    maximumFractionDigits: digits,
  }).format(dollars)
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** “2 minutes ago”; under a minute “now”, over a week the date. */
export function formatAgo(iso: string, language: string, now = Date.now()): string {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000)
  if (seconds > 7 * 86_400) return formatDay(iso, language)
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' })
  for (const [unit, length] of UNITS) {
    if (seconds >= length) return relative.format(-Math.floor(seconds / length), unit)
  }
  return relative.format(0, 'second')
}

/** 3 Nov; with the year when it is not this one. */
export function formatDay(iso: string, language: string, now = Date.now()): string {
  const date = new Date(iso)
  const year = date.getFullYear() === new Date(now).getFullYear() ? undefined : 'numeric'
  return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year }).format(date)
}
