import { expect, it } from 'vitest'
import type { BatchSummary } from '@/bridge/contract'
import { aBatch } from './a-batch'
import { endedSince, partOf, statesOf } from './ends'

const batch = (id: string, state: BatchSummary['state'], rest: Partial<BatchSummary> = {}): BatchSummary => aBatch(id, { state, ...rest })

it('tells of batches that came to an end, not of those that the user paused or that stood still before', () => {
  const before = statesOf([batch('a', 'running'), batch('b', 'running'), batch('c', 'running'), batch('d', 'paused')])
  const now = [batch('a', 'done'), batch('b', 'paused'), batch('c', 'paused', { trial: true }), batch('d', 'done'), batch('e', 'done')]
  expect(endedSince(before, now).map(({ id }) => id)).toEqual(['a', 'c'])
})

it('knows how far all that run are together', () => {
  expect(partOf([batch('a', 'done')])).toBeNull()
  expect(partOf([batch('a', 'running', { counts: { queued: 5, running: 1, done: 4 } }), batch('b', 'running', { counts: { done: 10 } })])).toBeCloseTo(0.7)
})
