import { describe, expect, it } from 'vitest'
import type { RunPage } from '@/bridge/contract'
import { aGeneration, aRun } from './a-run'
import { withGeneration, withRun } from './jobs'
import {
  knownCost,
  summaryOf,
  withChangedRun,
  withGenerationOf,
  withImage,
  withNewRun,
  withoutImage,
  type RunPages,
} from './run-cache'

const pages = (...lists: string[][]): RunPages => ({
  pages: lists.map((ids): RunPage => ({
    runs: ids.map((id) => summaryOf(aRun([], { id }))),
    next_cursor: null,
    total: 9,
  })),
  pageParams: lists.map(() => null),
})

describe('live jobs', () => {
  it('holds what is queued or running and lets go of what ended', () => {
    const jobs = withRun({}, aRun([aGeneration('a'), aGeneration('b', { state: 'done' })]))
    expect(Object.keys(jobs)).toEqual(['a'])
    const running = withGeneration(jobs, aGeneration('a', { state: 'running', started: 'now' }))
    expect(running.a).toMatchObject({ state: 'running', started: 'now' })
    expect(withGeneration(running, aGeneration('a', { state: 'failed' }))).toEqual({})
  })

  it('is the same object where nothing changed, so that nobody draws again', () => {
    const jobs = withGeneration({}, aGeneration('a'))
    expect(withGeneration(jobs, aGeneration('a'))).toBe(jobs)
    expect(withGeneration(jobs, aGeneration('b', { state: 'done' }))).toBe(jobs)
  })

  it('notices a rate limit being waited out', () => {
    const jobs = withGeneration({}, aGeneration('a', { state: 'running' }))
    expect(withGeneration(jobs, aGeneration('a', { state: 'running', waiting_until: 'soon' })).a?.waitingUntil).toBe(
      'soon',
    )
  })
})

describe('the run in the cache', () => {
  const run = aRun([aGeneration('a', { image_ids: ['i1', 'i2'], cost: 0.5 }), aGeneration('b')])

  it('takes a generation in its place', () => {
    const changed = withGenerationOf(run, aGeneration('b', { state: 'done' }))
    expect(changed.generations.map(({ state }) => state)).toEqual(['queued', 'done'])
    expect(changed.generations[0]).toBe(run.generations[0])
  })

  it('loses a deleted image and nothing else', () => {
    expect(withoutImage(run, 'i1').generations[0]?.image_ids).toEqual(['i2'])
    expect(withoutImage(run, 'other')).toBe(run)
  })

  it('takes a picture before its generation has ended, once, and not after', () => {
    const came = withImage(run, { id: 'i3', generation_id: 'b' })
    expect(came.generations[1]?.image_ids).toEqual(['i3'])
    expect(withImage(came, { id: 'i3', generation_id: 'b' })).toBe(came)
    const ended = withGenerationOf(run, aGeneration('b', { state: 'cancelled' }))
    expect(withImage(ended, { id: 'i3', generation_id: 'b' })).toBe(ended)
  })

  it('sums what is known', () => {
    expect(summaryOf(run)).toMatchObject({ image_count: 2, thumbs: ['i1', 'i2'], cost: 0.5 })
    expect(knownCost([aGeneration('a')])).toBeNull()
    expect(knownCost([aGeneration('a', { cost: 0 }), aGeneration('b', { state: 'refused' })])).toBe(0)
    expect(knownCost([aGeneration('a', { cost: 0 }), aGeneration('b', { state: 'done' })])).toBeNull()
  })
})

describe('the history in the cache', () => {
  it('puts a new run on top, once', () => {
    const next = withNewRun(pages(['x'], ['y']), aRun([]))
    expect(next.pages[0]?.runs.map(({ id }) => id)).toEqual(['run_1', 'x'])
    expect(withNewRun(next, aRun([]))).toBe(next)
  })

  it('makes anew only the page that holds the run', () => {
    const before = pages(['x'], ['run_1'])
    const after = withChangedRun(before, aRun([aGeneration('a', { image_ids: ['i'] })]))
    expect(after.pages[1]?.runs[0]?.image_count).toBe(1)
    expect(after.pages[0]).toBe(before.pages[0])
    expect(withChangedRun(before, aRun([], { id: 'elsewhere' }))).toBe(before)
  })
})
