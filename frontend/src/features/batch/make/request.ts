import { useMemo } from 'react'
import { useQuery } from '@tanstack/react-query'
import { call } from '@/bridge/call'
import type { BatchParams, BatchPreview, ModelInfo, RunParams } from '@/bridge/contract'
import { namesOfLists, useBatchDraft, type BatchDraft } from '@/shared/batch/draft'
import { chosenModels } from '@/shared/models/order'
import { useModels } from '@/shared/models/queries'
import { paramsFor } from '@/shared/parameters/request'
import { useSetting } from '@/shared/studio/queries'
import { useSettled } from '@/shared/ui/use-settled'

/** What a batch is made of, as the engine takes it. */
export interface BatchRequest {
  prompt: string
  base_image_ids: string[]
  models: string[]
  params: BatchParams
}

/** The models that are asked: the draft's own, else those of Compare. */
export function useDraftModels(): ModelInfo[] {
  const models = useModels()
  const selected = useSetting('selected_models')
  const own = useBatchDraft((draft) => draft.models)
  return useMemo(() => chosenModels(models, own ?? selected), [models, own, selected])
}

/** The parameters of each request: the draft's own, else those of Compare without its references. */
export function useDraftParams(): RunParams {
  const usual = useSetting('params')
  const own = useBatchDraft((draft) => draft.params)
  return useMemo(() => own ?? { ...usual, reference_ids: null, mask_id: null }, [own, usual])
}

export function requestOf(draft: BatchDraft, chosen: readonly ModelInfo[], params: RunParams): BatchRequest {
  const providers = new Set(chosen.map(({ provider }) => provider))
  const asked = (limits: Readonly<Record<string, number>>) => Object.fromEntries(Object.entries(limits).filter(([id]) => providers.has(id)))
  return {
    prompt: draft.prompt,
    base_image_ids: [...draft.base_image_ids],
    models: chosen.map(({ id }) => id),
    params: {
      ...paramsFor(params, chosen),
      repeat: draft.repeat,
      priority: draft.priority,
      rows: draft.table?.rows ?? [],
      table: draft.table?.name ?? '',
      lists: Object.fromEntries(Object.entries(draft.lists).map(([name, entries]) => [name, [...entries]])),
      list_names: namesOfLists(draft),
      at_once: asked(draft.at_once),
      per_minute: asked(draft.per_minute),
      follow_ups: [...draft.follow_ups],
    },
  }
}

export function useBatchRequest(): BatchRequest {
  const draft = useBatchDraft()
  const chosen = useDraftModels()
  const params = useDraftParams()
  return useMemo(() => requestOf(draft, chosen, params), [draft, chosen, params])
}

/** Why there is nothing to work out yet. */
export const missingOf = ({ prompt, models }: BatchRequest): 'noPrompt' | 'noModels' | null => (prompt.trim() === '' ? 'noPrompt' : models.length === 0 ? 'noModels' : null)

/** A table of thousands of lines is no key of a query: each request has a number. */
const numbers = new WeakMap<BatchRequest, number>()
let last = 0

function numberOf(request: BatchRequest): number {
  const known = numbers.get(request)
  if (known !== undefined) return known
  numbers.set(request, ++last)
  return last
}

/** Whether two requests cost the same: neither how fast they go nor what is done to their results here changes a price. */
function costTheSame(one: BatchRequest, other: BatchRequest): boolean {
  const rows = [one, other].map(({ params }) => (params.rows?.length ? params.rows : null))
  const rest = [one, other].map((each) => JSON.stringify({ ...each, params: { ...each.params, rows: null, at_once: null, per_minute: null, priority: null, follow_ups: null } }))
  return one === other || (rows[0] === rows[1] && rest[0] === rest[1])
}

const QUIET_MS = 450

/** What the batch would be, once the typing pauses. `stale`: of a moment ago; `isPriceStale`: and of another price. */
export function usePreview(request: BatchRequest): { preview: BatchPreview | undefined; error: unknown; stale: boolean; isPriceStale: boolean } {
  const settled = useSettled(request, QUIET_MS)
  const isAskable = missingOf(settled) === null
  const query = useQuery({
    queryKey: ['batch.preview', numberOf(settled)],
    queryFn: async () => ({ of: settled, preview: await call('preview_batch', { ...settled }) }),
    placeholderData: (before: { of: BatchRequest; preview: BatchPreview } | undefined) => before,
    enabled: isAskable,
    retry: false,
    gcTime: 0,
  })
  const stale = settled !== request || query.isPlaceholderData
  const isPriceStale = stale && (!query.data || !costTheSame(query.data.of, request))
  return { preview: isAskable ? query.data?.preview : undefined, error: isAskable ? query.error : null, stale, isPriceStale }
}
