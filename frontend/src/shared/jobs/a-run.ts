import type { Generation, Run } from '@/bridge/contract'

/** A generation for tests. */
export function aGeneration(id: string, rest: Partial<Generation> = {}): Generation {
  return {
    id,
    run_id: 'run_1',
    model: 'offline/sketch',
    state: 'queued',
    image_ids: [],
    error: null,
    cost: null,
    seconds: null,
    started: null,
    waiting_until: null,
    text: null,
    asked: {},
    sent: {},
    adjustments: [],
    attempts: [],
    prompt: null,
    cell: null,
    ...rest,
  }
}

export function aRun(generations: Generation[], rest: Partial<Run> = {}): Run {
  return { id: 'run_1', prompt: 'a fox', params: {}, created: '2026-11-21T00:00:00.000Z', generations, batch_id: null, session_id: null, owner: '', axes: [], ...rest }
}
