import { describe, expect, it } from 'vitest'
import type { Estimate, Spend } from '@/bridge/contract'
import { nearestCap, overCap } from './caps'
import { aSpend } from './test-engine'

const estimate = (known_cost: number, unknown_models: string[] = []): Estimate => ({
  known_cost,
  unknown_models,
  models: [{ model: 'openai/x', cost: known_cost, calls: 2, size: null, adjustments: [], sent: {}, problem: null }],
})
const capped = (rest: Partial<Spend['caps']>, more: Partial<Spend> = {}): Spend => ({ ...aSpend, caps: { ...aSpend.caps, ...rest }, ...more })
const use = (cap: 'day' | 'month', limit: number, spent: number, reserved = 0) => ({ cap, limit, spent, reserved, key_id: null, person: null })

describe('overCap', () => {
  it('is quiet without caps, and while nothing is known', () => {
    expect(overCap(aSpend, estimate(100, ['openai/y']))).toBeNull()
    expect(overCap(undefined, estimate(1))).toBeNull()
    expect(overCap(aSpend, undefined)).toBeNull()
  })

  it('counts what is reserved', () => {
    const spend = capped({ day: 1 }, { uses: [use('day', 1, 0.5, 0.3)] })
    expect(overCap(spend, estimate(0.2))).toBeNull()
    expect(overCap(spend, estimate(0.21))).toMatchObject({ cap: 'day', needed: 0.21, limit: 1 })
  })

  it('lets what is free through', () => {
    expect(overCap(capped({ day: 1 }, { uses: [use('day', 1, 3)] }), estimate(0))).toBeNull()
  })

  it('knows caps of a run, and of the best key of a provider', () => {
    expect(overCap(capped({ run: 0.1 }), estimate(0.2))).toMatchObject({ cap: 'run', left: 0.1 })
    expect(overCap({ ...aSpend, room: { openai: 0.09 } }, estimate(0.2))).toMatchObject({ cap: 'key', needed: 0.1 })
    expect(overCap({ ...aSpend, room: { openai: 0.1 } }, estimate(0.2))).toBeNull()
  })

  it('holds back models of unknown price under a cap, unless they are allowed', () => {
    const spend = capped({ month: 50 }, { uses: [use('month', 50, 0)] })
    expect(overCap(spend, estimate(0.2, ['openai/y']))).toEqual({ cap: 'unpriced', models: ['openai/y'] })
    expect(overCap({ ...spend, caps: { ...spend.caps, allow_unpriced: true } }, estimate(0.2, ['openai/y']))).toBeNull()
  })
})

describe('nearestCap', () => {
  it('is the one with the least share left', () => {
    expect(nearestCap(aSpend)).toBeNull()
    expect(nearestCap({ ...aSpend, uses: [use('day', 10, 5), use('month', 100, 40, 30)] })?.cap).toBe('month')
  })
})
