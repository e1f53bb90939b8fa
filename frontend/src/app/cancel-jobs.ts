import { call } from '@/bridge/call'
import { useBringing } from '@/shared/jobs/bringing'
import { useImageJobs } from '@/shared/jobs/image-jobs'
import { useJobs } from '@/shared/jobs/jobs'

/** What ended in the meantime is no longer there to be cancelled: that is no error. */
export const cancelJob = (id: string) => call('cancel', { id }).catch(() => null)

/** Batches pause, or each would send its next tasks in the place of those that are cancelled. */
export async function cancelAll(): Promise<void> {
  for (const { stop } of Object.values(useBringing.getState().all)) stop()
  const { batches } = await call('list_batches', { limit: 50 })
  await Promise.all(batches.filter(({ state }) => state === 'running').map(({ id }) => call('pause_batch', { batch_id: id }).catch(() => null)))
  const runs = new Set(Object.values(useJobs.getState().jobs).map((job) => job.runId))
  const works = Object.values(useImageJobs.getState().jobs).filter(({ state }) => state === 'running')
  await Promise.all([...runs, ...works.map(({ id }) => id)].map(cancelJob))
}
