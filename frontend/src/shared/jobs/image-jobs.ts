import { create } from 'zustand'
import type { Job } from '@/bridge/contract'
import { call } from '@/bridge/call'

/** Works over many pictures, by id: splitting, cutting out, converting, exporting. Those that ended stay until the page is left. */
export const useImageJobs = create<{ jobs: Readonly<Record<string, Job>> }>(() => ({ jobs: {} }))

/** Of those at work: how far each was when it was first heard of and when that was, and the seconds that are left at the pace since. */
const paces = new Map<string, { at: number; done: number; left: number | null }>()
/** Below these nothing is foretold. */
const LEAST_DONE = 3
const LEAST_MS = 2000

/** Null until it can be told. */
export const secondsLeft = (id: string): number | null => paces.get(id)?.left ?? null

function measure({ id, state, done, total }: Job): void {
  if (state !== 'running') return void paces.delete(id)
  const now = performance.now()
  const { at, done: before } = paces.get(id) ?? { at: now, done }
  const isTellable = done - before >= LEAST_DONE && now - at >= LEAST_MS
  paces.set(id, { at, done: before, left: isTellable ? (((now - at) / (done - before)) * (total - done)) / 1000 : null })
}

/** A late telling of a job that has ended changes nothing. */
export function hearImageJob(job: Job): void {
  const { jobs } = useImageJobs.getState()
  const known = jobs[job.id]
  if (known && known.state !== 'running') return
  measure(job)
  useImageJobs.setState({ jobs: { ...jobs, [job.id]: job } })
}

/** After a start or a reset: what is at work now. */
export async function findImageJobs(): Promise<void> {
  for (const job of await call('list_jobs', {})) hearImageJob(job)
}

/** The job when it has ended, however it did. */
export async function endOfJob(id: string): Promise<Job> {
  hearImageJob(await call('get_job', { job_id: id }))
  return heardEndOfJob(id)
}

/** The same of one that the engine may not have begun yet: it is waited for until it is heard of. */
export function heardEndOfJob(id: string): Promise<Job> {
  return new Promise((resolve) => {
    const look = () => {
      const job = useImageJobs.getState().jobs[id]
      if (!job || job.state === 'running') return
      leave()
      resolve(job)
    }
    const leave = useImageJobs.subscribe(look)
    look()
  })
}
