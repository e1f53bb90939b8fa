import { describe, expect, it } from 'vitest'
import type { Adjustment, Estimate } from '@/bridge/contract'
import { aModel, freeSize } from '@/shared/models/a-model'
import { controlsOf, deriveControls, tidy } from './controls'
import { maskless, notesOf } from './notes'
import { listedSizes, offeredRatios, parseSize, ratioOf, ratiosOf } from './ratios'

const free = aModel('offline/sketch', {
  seed: true,
  steps: { min: 1, max: 50, default: 20, step: 1 },
  sizes: freeSize(3),
})
const listed = aModel('openai/one', {
  sizes: { rule: 'list', sizes: ['1024x1024', '1536x1024'] },
  quality: ['low', 'high'],
})
const tiered = aModel('gemini/two', {
  sizes: { rule: 'ratio_tier', ratios: ['1:1', '16:9'], tiers: { '1K': 1024, '2K': 2048 }, default_tier: '1K' },
})

describe('ratios', () => {
  it('names a size by its usual ratio, within rounding', () => {
    expect(ratioOf({ width: 1360, height: 768 })).toBe('16:9')
    expect(ratioOf({ width: 1536, height: 1024 })).toBe('3:2')
    expect(ratioOf({ width: 1000, height: 700 })).toBe('10:7')
  })

  it('reads what each kind of size rule makes', () => {
    expect(ratiosOf(listed.capabilities)).toEqual(['1:1', '3:2'])
    expect(ratiosOf(tiered.capabilities)).toEqual(['1:1', '16:9'])
    expect(ratiosOf(free.capabilities)).toContain('21:9')
    expect(ratiosOf(aModel('a/b', { sizes: freeSize(1.5) }).capabilities)).not.toContain('16:9')
  })

  it('says which chosen models cannot make a ratio', () => {
    const wide = offeredRatios([free, listed, tiered]).find(({ ratio }) => ratio === '16:9')
    expect(wide?.missing.map(({ id }) => id)).toEqual(['openai/one'])
    expect(offeredRatios([free, listed, tiered])[0]).toEqual({ ratio: '1:1', missing: [] })
  })

  it('refuses what is not a size', () => {
    expect([parseSize('0x10'), parseSize('10'), parseSize(null), parseSize('-1x5')]).toEqual([null, null, null, null])
    expect(listedSizes([listed, tiered])).toEqual(['1024x1024', '1536x1024'])
  })
})

describe('controls', () => {
  it("puts a lone model's parameters in the common panel", () => {
    const { common, perModel } = deriveControls([free])
    expect(common.map(({ name }) => name)).toEqual(['seed', 'steps'])
    expect(perModel).toEqual({})
  })

  it('puts what one of several takes under that model', () => {
    const other = aModel('volcengine/x', { seed: true, quality: ['high', 'xhigh'] })
    const { common, perModel } = deriveControls([free, listed, tiered, other])
    expect(common.map(({ name, takers }) => [name, takers])).toEqual([
      ['seed', ['offline/sketch', 'volcengine/x']],
      ['quality', ['openai/one', 'volcengine/x']],
    ])
    expect(common[1]).toMatchObject({ options: ['low', 'high', 'xhigh'] })
    expect(perModel['offline/sketch']?.map(({ name }) => name)).toEqual(['steps'])
    expect(perModel['gemini/two']).toMatchObject([{ name: 'tier', options: ['1K', '2K'] }])
  })

  it('joins the bounds of a number', () => {
    const other = aModel('a/b', { steps: { min: 10, max: 80, default: 30, step: 1 } })
    expect(deriveControls([free, other]).common).toMatchObject([{ name: 'steps', range: { min: 1, max: 80 } }])
  })

  it('offers nothing a model does not take', () => {
    expect(controlsOf(listed.capabilities).map(({ name }) => name)).toEqual(['quality'])
  })

  it('keeps only what was asked for', () => {
    expect(tidy({ seed: null, n: 1, quality: '', size: '1x1' })).toEqual({ n: 1, size: '1x1' })
  })
})

describe('notes', () => {
  const estimate = (adjustments: Record<string, Adjustment[]>): Estimate => ({
    models: Object.entries(adjustments).map(([model, list]) => ({
      model,
      cost: 0,
      calls: 1,
      size: null,
      sent: {},
      adjustments: list,
      problem: null,
    })),
    known_cost: 0,
    unknown_models: [],
  })
  const noSeed: Adjustment = { parameter: 'seed', asked: '7', sent: null, reason: 'not_taken' }

  it('names the fewer: takers, or those that do not take it', () => {
    expect(notesOf(estimate({ a: [], b: [noSeed], c: [noSeed] }))).toMatchObject([{ key: 'only', models: ['a'] }])
    expect(notesOf(estimate({ a: [], b: [], c: [noSeed] }))).toMatchObject([{ key: 'not_taken', models: ['c'] }])
    expect(notesOf(estimate({ c: [noSeed] }))).toMatchObject([{ key: 'not_taken', models: ['c'] }])
  })

  it('tells raised from lowered and gathers models that get the same', () => {
    const size = (sent: string): Adjustment => ({ parameter: 'size', asked: '1024x1024', sent, reason: 'nearest' })
    expect(notesOf(estimate({ a: [size('2048x2048')], b: [size('2048x2048')], c: [size('512x512')] }))).toEqual([
      { key: 'raised', parameter: 'size', asked: '1024x1024', sent: '2048x2048', models: ['a', 'b'] },
      { key: 'lowered', parameter: 'size', asked: '1024x1024', sent: '512x512', models: ['c'] },
    ])
  })

  it('is silent where a size is only the pixels of the ratio asked for', () => {
    const pixels = (sent: string): Adjustment => ({ parameter: 'aspect_ratio', asked: '4:3', sent, reason: 'nearest' })
    expect(notesOf(estimate({ a: [pixels('1182x887')] }))).toEqual([])
    expect(notesOf(estimate({ a: [pixels('1536x1024')] }))).toMatchObject([{ key: 'instead', sent: '1536x1024' }])
  })

  it('says which models make nothing without a mask, in place of what was wrong', () => {
    const painter = aModel('a/fill', { masks: { required: true, keeps_size: false, without: [] } })
    expect(maskless([painter, free], {})).toEqual(['a/fill'])
    expect(maskless([painter], { mask_id: 'img_m', reference_ids: ['img_r'] })).toEqual([])
    const failing = estimate({ 'a/fill': [], 'offline/sketch': [] })
    const rows = failing.models.map((row) => (row.model === 'a/fill' ? { ...row, problem: 'bad_parameters' } : row))
    expect(notesOf({ ...failing, models: rows }, ['a/fill'])).toMatchObject([{ key: 'needsMask', models: ['a/fill'] }])
  })

  it('is silent where nothing differs', () => {
    expect(notesOf(undefined)).toEqual([])
    expect(notesOf(estimate({ a: [] }))).toEqual([])
  })
})
