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

/** Between the end of one generation and the start of the one that waited for it, in milliseconds. */
const GAP_MS = 1000

/** When the present work on a run began; what had ended before that, e.g. before a retry, is none of it. `null`: nothing is at work. */
export function atWorkSince({ generations }: Pick<Run, 'generations'>): string | null {
  const begun = generations.flatMap(({ state, started, seconds }) => {
    if (!started) return []
    const start = Date.parse(started)
    return [{ start, end: start + 1000 * (seconds ?? 0), live: isLive(state) }]
  })
  let since = Math.min(...begun.map(({ start, live }) => (live ? start : Infinity)))
  if (since === Infinity) return null
  for (const { start, end } of begun.sort((one, other) => other.start - one.start)) {
    if (start < since && end + GAP_MS >= since) since = start
  }
  return new Date(since).toISOString()
}

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
