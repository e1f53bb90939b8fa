import type { Batch } from '@/bridge/contract'

/** A batch for tests: of ten tasks, none of which has begun. */
export const aBatch = (id: string, rest: Partial<Batch> = {}): Batch => ({
  id,
  name: id,
  state: 'ready',
  owner: '',
  prompt: '',
  models: [],
  created: '2026-11-21T00:00:00.000Z',
  ended: null,
  total: 10,
  counts: {},
  cost: 0,
  rate: null,
  seconds_left: null,
  waiting: [],
  error: null,
  trial: false,
  steps: {},
  params: { per_model: {} },
  tasks: [],
  matching: 10,
  next_cursor: null,
  ...rest,
})
