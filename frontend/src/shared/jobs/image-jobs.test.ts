import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Job } from '@/bridge/contract'
import { answerAtTheWire } from '@/shared/studio/test-engine'
import { endOfJob, hearImageJob, secondsLeft, useImageJobs } from './image-jobs'

const job = (rest: Partial<Job> = {}): Job => ({
  id: 'job',
  kind: 'split',
  state: 'running',
  done: 0,
  total: 3,
  image_ids: [],
  failures: [],
  signed: [],
  failed: 0,
  error: null,
  ...rest,
})

beforeEach(() => useImageJobs.setState({ jobs: {} }))

describe('a work over many pictures', () => {
  it('is waited for until its end is told', async () => {
    answerAtTheWire({ get_job: () => job() })
    const end = endOfJob('job')
    hearImageJob(job({ done: 2 }))
    hearImageJob(job({ done: 3, state: 'done', image_ids: ['a'] }))
    expect((await end).image_ids).toEqual(['a'])
  })

  it('is over where its end was told before anyone waited', async () => {
    answerAtTheWire({ get_job: () => job({ state: 'cancelled' }) })
    expect((await endOfJob('job')).state).toBe('cancelled')
  })

  it('tells how long it will take once it is under way, by the pace since it was heard of', () => {
    vi.useFakeTimers()
    const hear = (done: number) => hearImageJob(job({ id: 'paced', done, total: 40 }))
    hear(10)
    vi.advanceTimersByTime(5000)
    hear(12)
    expect(secondsLeft('paced')).toBeNull()
    vi.advanceTimersByTime(5000)
    hear(20)
    expect(secondsLeft('paced')).toBeCloseTo(20)
    hearImageJob(job({ id: 'paced', state: 'cancelled', done: 20, total: 40 }))
    hear(30)
    expect(secondsLeft('paced')).toBeNull()
    vi.useRealTimers()
  })

  it('does not come to life again by a late telling', () => {
    hearImageJob(job({ state: 'done' }))
    hearImageJob(job({ done: 1 }))
    expect(useImageJobs.getState().jobs.job?.state).toBe('done')
  })
})
