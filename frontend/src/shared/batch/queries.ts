import { infiniteQueryOptions, keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { call } from '@/bridge/call'
import type { ApiMethods, BatchPage, BatchSummary } from '@/bridge/contract'

export type TaskFilter = Pick<Parameters<ApiMethods['get_batch']>[0], 'states' | 'model' | 'text' | 'mark' | 'sort'>

/** `owner`: one person's alone. */
export const batchesQuery = (owner: string | null) =>
  infiniteQueryOptions({
    queryKey: ['batches', owner],
    queryFn: ({ pageParam }) => call('list_batches', { cursor: pageParam, limit: 50, owner }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: BatchPage) => page.next_cursor,
  })

/** How a batch stands; without its tasks. */
export const batchQuery = (id: string) =>
  queryOptions({ queryKey: ['batch', id, 'summary'], queryFn: () => call('get_batch', { batch_id: id, limit: 1 }), retry: false })

export const TASK_PAGE = 100

/** One page of its tasks. A page of before stays in sight while a filter changes. */
export const tasksQuery = (id: string, filter: TaskFilter, page: number) =>
  queryOptions({
    queryKey: ['batch', id, 'tasks', filter, page],
    queryFn: () => call('get_batch', { batch_id: id, ...filter, offset: page * TASK_PAGE, limit: TASK_PAGE }),
    placeholderData: page === 0 ? keepPreviousData : undefined,
    gcTime: 60_000,
  })

/** Batches that go on, or would if something were mended. */
const UNFINISHED: readonly BatchSummary['state'][] = ['running', 'paused', 'capped', 'halted']

export const isUnfinished = ({ state }: Pick<BatchSummary, 'state'>): boolean => UNFINISHED.includes(state)

export const openTasks = ({ counts }: Pick<BatchSummary, 'counts'>): number => (counts.queued ?? 0) + (counts.running ?? 0)

/** How many tasks of all batches are still to be done. */
export const useUnfinishedTasks = (): number => useQuery({ ...unfinishedQuery, select: ({ batches }) => sumOf(batches) }).data ?? 0

const sumOf = (batches: readonly BatchSummary[]): number => batches.filter(isUnfinished).reduce((sum, batch) => sum + openTasks(batch), 0)

/** The newest batches, for what the shell tells of them. */
export const unfinishedQuery = queryOptions({
  queryKey: ['batches.newest'],
  queryFn: () => call('list_batches', { limit: 20 }),
})
