import { describe, expect, it } from 'vitest'
import type { SessionEstimate, Spend } from '@/bridge/contract'
import { overCapOfSession } from './caps'

const aSpend: Spend = { today: 0, month: 0, total: 0, possible: 0, reserved: 0, unknown_count: 0, caps: { run: null, day: null, month: null, keys: {}, people: {}, allow_unpriced: false }, uses: [], of_people: [], room: {} }

/** Three images at ten cents, nine calls at one cent. */
const ahead: Pick<SessionEstimate, 'cost_least' | 'unknown_models' | 'prices'> = {
  cost_least: 0.39,
  unknown_models: [],
  prices: [
    { model: 'openai/painter', kind: 'image', cost: 0.1, least: 3 },
    { model: 'openrouter/writer', kind: 'chat', cost: 0.01, least: 4 },
    { model: 'openrouter/judge', kind: 'chat', cost: 0.01, least: 5 },
  ],
}
const day = (limit: number, spent = 0): Spend => ({ ...aSpend, caps: { ...aSpend.caps, day: limit }, uses: [{ cap: 'day', limit, spent, reserved: 0, key_id: null, person: null }] })
const run = (limit: number): Spend => ({ ...aSpend, caps: { ...aSpend.caps, run: limit } })

describe('overCapOfSession', () => {
  it('holds the least of all of it against the caps of a day', () => {
    expect(overCapOfSession(aSpend, ahead)).toBeNull()
    expect(overCapOfSession(day(1, 0.6), ahead)).toBeNull()
    expect(overCapOfSession(day(1, 0.62), ahead)).toMatchObject({ cap: 'day', needed: 0.39 })
  })

  it('holds each image, and all calls together, against the cap of a run', () => {
    expect(overCapOfSession(run(0.1), ahead)).toBeNull()
    expect(overCapOfSession(run(0.09), ahead)).toMatchObject({ cap: 'run', limit: 0.09 })
  })

  it('holds one call against the room of the best key', () => {
    expect(overCapOfSession({ ...aSpend, room: { openai: 0.1, openrouter: 0.01 } }, ahead)).toBeNull()
    expect(overCapOfSession({ ...aSpend, room: { openrouter: 0.009 } }, ahead)).toMatchObject({ cap: 'key' })
  })

  it('refuses what has no known price under a cap', () => {
    expect(overCapOfSession(day(5), { ...ahead, unknown_models: ['x/y'] })).toEqual({ cap: 'unpriced', models: ['x/y'] })
    expect(overCapOfSession(aSpend, { ...ahead, unknown_models: ['x/y'] })).toBeNull()
  })
})
