import { QueryClient } from '@tanstack/react-query'
import { beforeEach, describe, expect, it } from 'vitest'
import type { EventType, Run } from '@/bridge/contract'
import { answerAtTheWire } from '@/shared/studio/test-engine'
import { aGeneration, aRun } from './a-run'
import { forgetJobs, useJobs } from './jobs'
import { findLiveRuns, hearEvent } from './live-runs'
import { runQuery } from './queries'
import type { RunPages } from './run-cache'

let client: QueryClient
const hear = (type: EventType, data: Record<string, unknown>) => hearEvent(client, { type, data })
const shown = () => client.getQueryData<Run>(runQuery('run_1').queryKey)
const lines = () => client.getQueryData<RunPages>(['runs', ''])?.pages[0]?.runs

beforeEach(() => {
  forgetJobs()
  client = new QueryClient()
  client.setQueryData<RunPages>(['runs', ''], {
    pages: [{ runs: [], next_cursor: null, total: 0 }],
    pageParams: [null],
  })
  hear('run.added', { run: aRun([aGeneration('g')]) })
})

describe('what events bring', () => {
  it('a new run stands in the cache, the history and the live jobs', () => {
    expect(shown()?.generations).toHaveLength(1)
    expect(lines()?.[0]?.states).toEqual(['queued'])
    expect(useJobs.getState().jobs.g?.state).toBe('queued')
  })

  it('a history that is searched, or of one person, is asked for anew', () => {
    for (const key of [['runs', 'fox'], ['runs', '', 'per_1'], ['runs', '', '']]) client.setQueryData(key, { pages: [], pageParams: [] })
    hear('run.added', { run: aRun([aGeneration('h')], { id: 'run_2' }) })
    const stale = (...key: string[]) => client.getQueryState(key)?.isInvalidated
    expect([stale('runs', 'fox'), stale('runs', '', 'per_1'), stale('runs', '', ''), stale('runs', '')]).toEqual([true, true, true, false])
  })

  it('a picture shows before its generation has ended, and its facts need no asking', () => {
    hear('image.added', { id: 'i', image: { id: 'i', run_id: 'run_1', generation_id: 'g' } })
    expect(shown()?.generations[0]?.image_ids).toEqual(['i'])
    expect(client.getQueryData(['image', 'i'])).toBeDefined()
  })

  it('an ended generation leaves the live jobs and counts in the history', () => {
    hear('generation.changed', { generation: aGeneration('g', { state: 'done', image_ids: ['i'], cost: 0.5 }) })
    expect(useJobs.getState().jobs).toEqual({})
    expect(lines()?.[0]).toMatchObject({ states: ['done'], image_count: 1, cost: 0.5 })
  })

  it('a deleted picture goes everywhere', () => {
    hear('generation.changed', { generation: aGeneration('g', { state: 'done', image_ids: ['i', 'j'] }) })
    hear('image.changed', { id: 'i', deleted: true })
    expect(shown()?.generations[0]?.image_ids).toEqual(['j'])
    expect(lines()?.[0]?.thumbs).toEqual(['j'])
  })
})

describe('after a start', () => {
  it('every run at work is found, page by page', async () => {
    forgetJobs()
    const pages = {
      first: { runs: [{ id: 'run_9' }], next_cursor: 'run_9' },
      run_9: { runs: [{ id: 'run_1' }], next_cursor: null },
    } as Record<string, unknown>
    answerAtTheWire({
      list_runs: ({ cursor, live }) => (live ? pages[(cursor as string | null) ?? 'first'] : { runs: [], next_cursor: null }),
      get_run: ({ run_id }) => aRun([aGeneration(`g_${String(run_id)}`)], { id: String(run_id) }),
    })
    await findLiveRuns(new QueryClient())
    expect(Object.keys(useJobs.getState().jobs).toSorted()).toEqual(['g_run_1', 'g_run_9'])
  })
})
