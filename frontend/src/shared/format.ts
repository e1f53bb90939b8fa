/** The currency the user reads prices in, and how many of it one US dollar is. */
export interface Money {
  currency: string
  perDollar: number
}

const DOLLARS: Money = { currency: 'USD', perDollar: 1 }
let shown = DOLLARS

/** From now on prices are written so; the shell keeps it as the settings say. */
export function showMoneyIn(money: Money): void {
  shown = money
}

/** US dollars as people read small prices: $0.042, $1.86, $12.40; below a tenth of a cent, `<$0.001`. */
export function formatCost(dollars: number, language: string, money: Money = shown): string {
  return formatAmount(dollars * money.perDollar, language, money.currency)
}

function formatAmount(amount: number, language: string, currency: string): string {
  if (amount > 0 && amount < 0.001) return `<${formatAmount(0.001, language, currency)}`
  // Of a currency of small coins nobody reads the fractions of a large sum.
  const digits = amount >= 1000 && SMALL.includes(currency) ? 0 : amount === 0 || amount >= 1 ? 2 : 3
  return numberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: Math.min(digits, 2),
    maximumFractionDigits: digits,
  }).format(amount)
}

const numbers = new Map<string, Intl.NumberFormat>()
const times = new Map<string, Intl.DateTimeFormat>()

/** Making a format is what costs, and lists ask for the same one again and again: each is made once. */
export function numberFormat(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language + JSON.stringify(options)
  const format = numbers.get(key) ?? new Intl.NumberFormat(language, options)
  numbers.set(key, format)
  return format
}

/** 4:05 PM, 16:05. */
export function formatTime(iso: string, language: string): string {
  const format = times.get(language) ?? new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' })
  times.set(language, format)
  return format.format(new Date(iso))
}

const SMALL = ['JPY', 'KRW', 'KZT', 'RUB', 'INR']

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

/** 3 Nov; with the year when it is not this one. A day without a time is that day on every clock. */
export function formatDay(iso: string, language: string, now = Date.now()): string {
  const date = new Date(iso.length === 10 ? `${iso}T12:00:00` : iso)
  const year = date.getFullYear() === new Date(now).getFullYear() ? undefined : 'numeric'
  return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year }).format(date)
}
