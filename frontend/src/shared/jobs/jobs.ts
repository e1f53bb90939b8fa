import { create } from 'zustand'
import type { Generation, Run } from '@/bridge/contract'

/** A generation that is queued or at work now. What has ended is in its run, in the query cache. */
export interface Job {
  id: string
  runId: string
  model: string
  state: 'queued' | 'running'
  started: string | null
  waitingUntil: string | null
}

export type Jobs = Readonly<Record<string, Job>>

export const isLive = (state: Generation['state']): state is Job['state'] => state === 'queued' || state === 'running'

/** It ended without what was asked for, and not by the user's own hand. */
export const isTrouble = (state: Generation['state']): boolean => ['failed', 'refused', 'unknown'].includes(state)

/** `jobs` after hearing of one generation; the same object where nothing changed. */
export function withGeneration(jobs: Jobs, generation: Generation): Jobs {
  const { id, run_id: runId, model, state, started } = generation
  const known = jobs[id]
  if (!isLive(state)) {
    if (!known) return jobs
    return Object.fromEntries(Object.entries(jobs).filter(([other]) => other !== id))
  }
  const waitingUntil = generation.waiting_until ?? null
  if (known?.state === state && known.started === started && known.waitingUntil === waitingUntil) return jobs
  return { ...jobs, [id]: { id, runId, model, state, started, waitingUntil } }
}

export const withRun = (jobs: Jobs, run: Run): Jobs => run.generations.reduce(withGeneration, jobs)

interface JobsStore {
  jobs: Jobs
}

/** Every live job of every run. Fed by events alone; read it with a selector. */
export const useJobs = create<JobsStore>(() => ({ jobs: {} }))

export const hearGeneration = (generation: Generation) =>
  useJobs.setState(({ jobs }) => ({ jobs: withGeneration(jobs, generation) }))

export const hearRun = (run: Run) => useJobs.setState(({ jobs }) => ({ jobs: withRun(jobs, run) }))

/** After a reset: forget all, and learn it anew from the runs that are fetched. */
export const forgetJobs = () => useJobs.setState({ jobs: {} })
