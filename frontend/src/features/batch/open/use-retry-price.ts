import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { Batch, BatchTask, ModelShare } from '@/bridge/contract'
import { formatPrice } from '@/shared/images/image-format'

/** What trying again all that failed would cost, in words; `null` until it is worked out, and where steps alone failed, which cost nothing. */
export const useRetryPrice = ({ id, state, counts }: Batch): string | null => usePriceOf(id, counts.failed ?? 0, state === 'cancelled')

/** What asking once more for one task would cost. */
export const useTaskPrice = ({ id, state }: BatchTask): string | null => usePriceOf(id, state === 'queued' || state === 'running' ? 0 : 1)

function usePriceOf(id: string, failed: number, isCancelled = false): string | null {
  const { t, i18n } = useTranslation()
  const { data } = useQuery({
    queryKey: ['batch.retry', id, isCancelled, failed],
    queryFn: () => call('preview_retry', { id }),
    placeholderData: (before, query) => (query?.queryKey[1] === id ? before : undefined),
    enabled: failed > 0,
  })
  if (!data || failed === 0) return null
  const known = data.reduce((sum, { cost }) => sum + (cost ?? 0), 0)
  const isUnknown = data.some(hasNoPrice)
  const price = formatPrice(t, i18n.language, isUnknown && known === 0 ? null : known)
  return isUnknown && known > 0 ? t('compare.price.atLeast', { price }) : price
}

/** A model that cannot run costs nothing. */
const hasNoPrice = ({ cost, problem }: ModelShare) => cost === null && !problem
