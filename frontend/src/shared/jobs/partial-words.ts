import type { TFunction } from 'i18next'
import type { Generation, ModelParams } from '@/bridge/contract'

/** How many of how many pictures are here, where some did not come. */
export function partialWords(t: TFunction, { image_ids: { length: count }, asked }: Generation): string {
  return t('compare.ended.partial', { count, all: (asked as ModelParams).n ?? count + 1 })
}
