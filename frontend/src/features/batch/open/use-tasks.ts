import { useQueries, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Batch, BatchTask } from '@/bridge/contract'
import { TASK_PAGE, tasksQuery, type TaskFilter } from '@/shared/batch/queries'

/** The first page, which is always kept; it knows the size of the filtered list. */
export const useFirstTasks = (id: string, filter: TaskFilter) => useQuery(tasksQuery(id, filter, 0))

/** Tasks by their place in the list; of all the thousands only the pages in sight are here. */
export function useTasksInSight(id: string, filter: TaskFilter, first: number, last: number): (index: number) => BatchTask | undefined {
  const from = Math.floor(first / TASK_PAGE)
  const pages = Array.from({ length: Math.max(1, Math.floor(last / TASK_PAGE) - from + 1) }, (_, index) => from + index)
  const answers = useQueries({ queries: pages.map((page) => tasksQuery(id, filter, page)) })
  return (index) => answers[Math.floor(index / TASK_PAGE) - from]?.data?.tasks[index % TASK_PAGE]
}

/** The one at a place, where there is a place. */
export const useTaskAt = (id: string, filter: TaskFilter, at: number | null): BatchTask | undefined => {
  const taskAt = useTasksInSight(id, filter, at ?? 0, at ?? 0)
  return at === null ? undefined : taskAt(at)
}

/** A task that is here already, outside of drawing. */
export function taskHere(client: QueryClient, id: string, filter: TaskFilter, index: number): BatchTask | undefined {
  const page = client.getQueryData<Batch>(tasksQuery(id, filter, Math.floor(index / TASK_PAGE)).queryKey)
  return page?.tasks[index % TASK_PAGE]
}

/** All tasks that are here, in the list's order: what the arrows of the viewer go through. */
export function useTasksHere(id: string, filter: TaskFilter): () => BatchTask[] {
  const client = useQueryClient()
  return useCallback(() => {
    const pages = client.getQueriesData<Batch>({ queryKey: ['batch', id, 'tasks', filter] })
    const sorted = [...pages].sort(([a], [b]) => Number(a.at(-1)) - Number(b.at(-1)))
    return sorted.flatMap(([, batch]) => batch?.tasks ?? [])
  }, [client, id, filter])
}

/** What is shown of a task: what the follow-up steps made, where they made something. */
export const picturesOf = ({ image_ids, made }: Pick<BatchTask, 'image_ids' | 'made'>): string[] => image_ids.map((id) => made[id] ?? id)

/** Whether a picture of a task is a favourite, itself or what it was made from. */
export const isFavourite = (task: Pick<BatchTask, 'favourites' | 'image_ids'>, index: number, shown: string): boolean =>
  task.favourites.includes(shown) || task.favourites.includes(task.image_ids[index] ?? '')
