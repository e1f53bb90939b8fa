import type { QueryClient } from '@tanstack/react-query'
import { call } from '@/bridge/call'
import type { BatchTask } from '@/bridge/contract'
import { openViewer } from '@/shared/images/viewer-state'
import { isFavourite, picturesOf } from './use-tasks'

const refresh = (client: QueryClient, { batch_id }: BatchTask) => client.invalidateQueries({ queryKey: ['batch', batch_id] })

/** Marks the n-th picture of a task as a favourite, or takes the mark off. */
export async function toggleFavourite(client: QueryClient, task: BatchTask, index: number): Promise<void> {
  const shown = picturesOf(task)[index]
  const original = task.image_ids[index]
  if (!shown || !original) return
  const favourite = !isFavourite(task, index, shown)
  const ids = favourite ? [shown] : [...new Set([shown, original])]
  await call('set_favourites', { img_ids: ids, favourite })
  if (favourite && task.rejected) await call('reject_tasks', { task_ids: [task.id], rejected: false })
  await refresh(client, task)
}

/** A rejected task is not taken along. */
export async function toggleRejected(client: QueryClient, task: BatchTask): Promise<void> {
  await call('reject_tasks', { task_ids: [task.id], rejected: !task.rejected })
  await refresh(client, task)
}

export async function askAgain(client: QueryClient, task: BatchTask, prompt: string | null = null): Promise<void> {
  await call('retry_task', { task_id: task.id, prompt })
  await refresh(client, task)
}

export async function skip(client: QueryClient, task: BatchTask): Promise<void> {
  await call('skip_task', { task_id: task.id })
  await refresh(client, task)
}

export async function redoSteps(client: QueryClient, task: BatchTask): Promise<void> {
  await call('redo_steps', { batch_id: task.batch_id, task_id: task.id })
  await refresh(client, task)
}

/** In the viewer, among the pictures of all `tasks`. */
export function look(task: BatchTask, tasks: readonly BatchTask[], index = 0): void {
  const shown = picturesOf(task)[index] ?? task.base_image_id
  if (shown) openViewer({ ids: [...new Set([...tasks.flatMap(picturesOf), shown])], shown: [shown] })
}

/** The base image under the result, parted by a line; without a base image, the results beside each other. */
export function compare(task: BatchTask): void {
  const pictures = picturesOf(task)
  const [first] = pictures
  if (!first) return
  if (task.base_image_id) openViewer({ ids: [task.base_image_id, ...pictures], shown: [task.base_image_id, first], mode: 'slider' })
  else if (pictures.length > 1) openViewer({ ids: pictures, shown: pictures.slice(0, 4), mode: 'side' })
}

/** States after which asking again makes sense by itself; an unknown outcome and a picture that came are decided on. */
export const isRetryable = ({ state }: BatchTask): boolean => ['failed', 'refused', 'cancelled', 'skipped'].includes(state)

export const isSkippable = ({ state }: BatchTask): boolean => ['queued', 'failed', 'refused', 'cancelled', 'unknown'].includes(state)
