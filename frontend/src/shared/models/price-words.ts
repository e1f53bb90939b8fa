import type { TFunction } from 'i18next'
import { formatCost } from '@/shared/format'

/** About what a run costs, in dollars as far as it is known; `unknown` of its models have no known price. */
export function priceWords(t: TFunction, language: string, known: number, unknown: number): string {
  if (unknown > 0 && known === 0) return t('compare.price.unknown')
  const price = known > 0 ? `≈ ${formatCost(known, language)}` : t('compare.price.free')
  return unknown > 0 ? t('compare.price.atLeast', { price }) : price
}
