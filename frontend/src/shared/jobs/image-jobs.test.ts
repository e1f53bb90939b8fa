import { beforeEach, describe, expect, it } from 'vitest'
import type { Job } from '@/bridge/contract'
import { answerAtTheWire } from '@/shared/studio/test-engine'
import { endOfJob, hearImageJob, useImageJobs } from './image-jobs'

const job = (rest: Partial<Job> = {}): Job => ({
  id: 'job',
  kind: 'split',
  state: 'running',
  done: 0,
  total: 3,
  image_ids: [],
  failures: [],
  signed: [],
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

  it('does not come to life again by a late telling', () => {
    hearImageJob(job({ state: 'done' }))
    hearImageJob(job({ done: 1 }))
    expect(useImageJobs.getState().jobs.job?.state).toBe('done')
  })
})
