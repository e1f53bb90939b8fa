import { call } from '@/bridge/call'
import { useImageJobs } from '@/shared/jobs/image-jobs'
import { useJobs } from '@/shared/jobs/jobs'

/** What ended in the meantime is no longer there to be cancelled: that is no error. */
export const cancelJob = (id: string) => call('cancel', { id }).catch(() => null)

export async function cancelAll(): Promise<void> {
  const runs = new Set(Object.values(useJobs.getState().jobs).map((job) => job.runId))
  const works = Object.values(useImageJobs.getState().jobs).filter(({ state }) => state === 'running')
  await Promise.all([...runs, ...works.map(({ id }) => id)].map(cancelJob))
}
