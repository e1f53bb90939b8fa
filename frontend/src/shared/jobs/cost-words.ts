import type { TFunction } from 'i18next'
import type { RunSummary } from '@/bridge/contract'
import { formatPrice } from '@/shared/images/image-format'

type Sum = Pick<RunSummary, 'cost' | 'unpriced'>

/** What a run has cost as far as that is known, `null` while nothing has come. */
export function costWords(t: TFunction, language: string, { cost, unpriced }: Sum): string | null {
  if (cost === null && !unpriced) return null
  const price = formatPrice(t, language, cost)
  return cost && unpriced ? t('compare.price.atLeast', { price }) : price
}

/** The same where there is little room, `null` where no price is known. */
export function shortCostWords(t: TFunction, language: string, { cost, unpriced }: Sum): string | null {
  if (cost === null) return null
  const price = formatPrice(t, language, cost)
  return cost && unpriced ? t('compare.price.from', { price }) : price
}
