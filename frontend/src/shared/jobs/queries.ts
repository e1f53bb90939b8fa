import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call, RUNS_AT_ONCE } from '@/bridge/call'

/** A run is kept right by events: it is never stale by itself. */
export const runQuery = (id: string) =>
  queryOptions({ queryKey: ['run', id], queryFn: () => call('get_run', { run_id: id }), staleTime: Infinity })

/** The history, newest first; `text` is searched for in the prompts; `owner`: one person's alone. */
export const runsQuery = (text: string, owner: string | null = null) =>
  infiniteQueryOptions({
    queryKey: owner === null ? ['runs', text] : ['runs', text, owner],
    queryFn: ({ pageParam }) => call('list_runs', { text, cursor: pageParam, limit: RUNS_AT_ONCE, ...(owner === null ? {} : { owner }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: Infinity,
  })
