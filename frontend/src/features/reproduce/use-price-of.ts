import { useQuery } from '@tanstack/react-query'
import { call } from '@/bridge/call'
import type { ReproductionOptions } from '@/bridge/contract'

/** What one description costs, about. The notes' few words do not change it by much: they are left out, not to ask at each key. */
export function usePriceOf(img_id: string, model: string, { style, focus, language }: ReproductionOptions, enabled = true): number | null | undefined {
  return useQuery({
    queryKey: ['reproduction.price', img_id, model, style, focus, language],
    queryFn: () => call('preview_reproduction', { img_id, model, options: { style, focus, language, notes: '' } }),
    select: ({ cost }) => cost,
    retry: false,
    enabled,
  }).data
}
