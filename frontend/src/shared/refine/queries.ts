import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { call } from '@/bridge/call'
import type { ModelParams, RefineDraft, SessionEstimate } from '@/bridge/contract'
import { tidy } from '@/shared/parameters/controls'

/** A session is kept right by events. */
export const sessionQuery = (id: string) =>
  queryOptions({ queryKey: ['session', id], queryFn: () => call('get_session', { session_id: id }), staleTime: Infinity })

/** Those of before, newest first; `text` is searched for in goals and names. */
export const sessionsQuery = (text: string, owner: string | null = null) =>
  infiniteQueryOptions({
    queryKey: ['sessions', text, owner],
    queryFn: ({ pageParam }) => call('list_sessions', { text, owner, cursor: pageParam, limit: 50 }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: Infinity,
  })

/** Who writes and judges for an image model where nobody was chosen. */
export const refineDefaultsQuery = (model: string) =>
  queryOptions({ queryKey: ['refine.defaults', model], queryFn: () => call('refine_defaults', { model }), enabled: model !== '' })

/** What a session begins with; a loop makes one image at a time. */
export function sessionParams(params: RefineDraft['params']): ModelParams {
  const own = tidy(params)
  delete own.per_model
  delete own.n
  return own
}

export const newSessionArguments = ({ goal, model, params, iterations, strategy, economy, writer, judge }: RefineDraft) => ({
  goal,
  model,
  image_params: sessionParams(params),
  iterations_count: iterations,
  strategy,
  roles: { writer, judge },
  economy,
})

/**
 * What it would come to: all of it, or the writing alone; `closer`: to a source. The goal's words do not change it by much:
 * they are left out, not to ask at each key.
 */
export function newEstimateQuery(draft: RefineDraft, what: { closer?: boolean; only_text?: boolean } = {}) {
  const wanted = { ...newSessionArguments({ ...draft, goal: 'a goal' }), ...what }
  return queryOptions({
    queryKey: ['refine.estimate', wanted],
    queryFn: () => call('estimate_new_session', wanted),
    placeholderData: keepPreviousData<SessionEstimate>,
    enabled: draft.model !== '',
    retry: false,
    gcTime: 30_000,
  })
}
