import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { Batch, BatchTask, ModelShare } from '@/bridge/contract'
import { formatPrice } from '@/shared/images/image-format'

/** What trying again all that failed would cost, in words; `null` until it is worked out, and where steps alone failed, which cost nothing. */
export const useRetryPrice = ({ id, state, counts }: Batch): string | null => usePriceOf('preview_retry', id, counts.failed ?? 0, state === 'cancelled')

/** What a start would let go: all that is queued still. One that runs has its price reserved already. */
export const useStartPrice = ({ id, state, counts }: Batch): string | null => usePriceOf('preview_start', id, state === 'running' ? 0 : (counts.queued ?? 0))

/** What asking once more for one task would cost. */
export const useTaskPrice = (task: BatchTask | undefined): string | null =>
  usePriceOf('preview_retry', task?.id ?? '', !task || task.state === 'queued' || task.state === 'running' ? 0 : 1)

/** The words of a button with the price it has. */
export const priced = (words: string, price: string | null): string => (price === null ? words : `${words} · ${price}`)

function usePriceOf(method: 'preview_retry' | 'preview_start', id: string, tasks: number, isCancelled = false): string | null {
  const { t, i18n } = useTranslation()
  const { data } = useQuery({
    queryKey: ['batch.price', id, method, isCancelled, tasks],
    queryFn: () => (method === 'preview_start' ? call(method, { batch_id: id }) : call(method, { id })),
    placeholderData: (before, query) => (query?.queryKey[1] === id ? before : undefined),
    enabled: tasks > 0,
  })
  // Where none can run it is no price that is missing.
  if (!data || tasks === 0 || data.every(({ problem }) => problem)) return null
  const known = data.reduce((sum, { cost }) => sum + (cost ?? 0), 0)
  const isUnknown = data.some(hasNoPrice)
  const price = formatPrice(t, i18n.language, isUnknown && known === 0 ? null : known)
  return isUnknown && known > 0 ? t('compare.price.atLeast', { price }) : price
}

/** A model that cannot run costs nothing. */
const hasNoPrice = ({ cost, problem }: ModelShare) => cost === null && !problem
