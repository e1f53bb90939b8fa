import { call } from '@/bridge/call'
import { useJobs } from '@/shared/jobs/jobs'

/** What ended in the meantime is no longer there to be cancelled: that is no error. */
export const cancelJob = (id: string) => call('cancel', { id }).catch(() => null)

export async function cancelAll(): Promise<void> {
  const runs = new Set(Object.values(useJobs.getState().jobs).map((job) => job.runId))
  await Promise.all([...runs].map(cancelJob))
}
