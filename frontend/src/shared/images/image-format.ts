import type { TFunction } from 'i18next'
import { formatCost, numberFormat } from '@/shared/format'

/** `2048²` for a square, else `1536×1024`. */
export const formatSize = (width: number, height: number): string =>
  width === height ? `${width}²` : `${width}×${height}`

/** `0.2 s`, from ten on whole: `12 s`, `3 min 05 s`. */
export function formatSeconds(t: TFunction, language: string, seconds: number, digits = 1): string {
  if (seconds >= 99.5) {
    const whole = Math.round(seconds)
    return t('compare.time.minutes', { minutes: Math.floor(whole / 60), seconds: String(whole % 60).padStart(2, '0') })
  }
  const shown = seconds < 9.95 ? digits : 0
  const number = numberFormat(language, { minimumFractionDigits: shown, maximumFractionDigits: shown })
  return t('compare.time.seconds', { seconds: number.format(seconds) })
}

/** A price with words where there is no number: `free`, `price not known`. */
export function formatPrice(t: TFunction, language: string, cost: number | null | undefined): string {
  if (cost === null || cost === undefined) return t('compare.price.unknown')
  return cost === 0 ? t('compare.price.free') : formatCost(cost, language)
}

export function formatBytes(bytes: number, language: string): string {
  const [value, unit] = bytes >= 1e9 ? [bytes / 1e9, 'gigabyte'] : bytes >= 1e6 ? [bytes / 1e6, 'megabyte'] : [Math.max(bytes / 1e3, 1), 'kilobyte']
  return numberFormat(language, { style: 'unit', unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)
}
