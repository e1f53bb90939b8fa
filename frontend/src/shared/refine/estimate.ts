import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { call } from '@/bridge/call'
import type { RefineSession, SessionEstimate } from '@/bridge/contract'
import { formatCost } from '@/shared/format'

type Action = 'first' | 'run' | 'verify'

const estimateQuery = (session_id: string, changed: string, action: Action, iterations_count: number | null, told: boolean) =>
  queryOptions({
    queryKey: ['session.estimate', session_id, action, iterations_count, told, changed],
    queryFn: () => call('estimate_session', { session_id, action, iterations_count, told }),
    placeholderData: keepPreviousData<SessionEstimate>,
    retry: false,
    gcTime: 30_000,
  })

/** What the next press would come to, `told`: with one more remark; nothing while the session is at work. */
export function useEstimate(session: Pick<RefineSession, 'id' | 'changed' | 'status'> | undefined, action: Action, count: number | null = null, told = false): SessionEstimate | undefined {
  const { id, changed, status } = session ?? { id: '', changed: '', status: 'running' }
  const enabled = status !== 'running'
  const { data } = useQuery({ ...estimateQuery(id, changed, action, count, told), enabled })
  return enabled ? data : undefined
}

/** `≈ $0.52`, `≈ $0.41–0.52`, `free`, `price not known`, `$0.12 or more`. */
export function priceWords(t: TFunction, language: string, { cost_least: least, cost_most: most, unknown_models: unknown }: Pick<SessionEstimate, 'cost_least' | 'cost_most' | 'unknown_models'>): string {
  if (most === null || (most === 0 && unknown.length > 0)) return t('compare.price.unknown')
  if (most === 0) return t('compare.price.free')
  const low = least !== null && formatCost(least, language)
  const high = formatCost(most, language)
  const price = low && low !== high && least > 0 ? `≈ ${low}–${high}` : `≈ ${high}`
  return unknown.length > 0 ? t('compare.price.atLeast', { price }) : price
}

/** `4 images and 9–16 calls`. */
export function workWords(t: TFunction, { images, chat_calls_least: least, chat_calls_most: most }: Pick<SessionEstimate, 'images' | 'chat_calls_least' | 'chat_calls_most'>): string {
  const calls = t('refine.work.calls', { count: most, range: least === most ? String(most) : `${least}–${most}` })
  return images === 0 ? calls : t('refine.work.both', { images: t('refine.work.images', { count: images }), calls })
}
