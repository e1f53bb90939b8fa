import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { call } from '@/bridge/call'

/** A run is kept right by events: it is never stale by itself. */
export const runQuery = (id: string) =>
  queryOptions({ queryKey: ['run', id], queryFn: () => call('get_run', { run_id: id }), staleTime: Infinity })

/** The history, newest first; `text` is searched for in the prompts. */
export const runsQuery = (text: string) =>
  infiniteQueryOptions({
    queryKey: ['runs', text],
    queryFn: ({ pageParam }) => call('list_runs', { text, cursor: pageParam, limit: 50 }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: Infinity,
  })
