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
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: Math.min(digits, 2),
    maximumFractionDigits: digits,
  }).format(amount)
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

/** 3 Nov; with the year when it is not this one. */
export function formatDay(iso: string, language: string, now = Date.now()): string {
  const date = new Date(iso)
  const year = date.getFullYear() === new Date(now).getFullYear() ? undefined : 'numeric'
  return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year }).format(date)
}
