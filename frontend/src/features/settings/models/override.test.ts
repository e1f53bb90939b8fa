import { describe, expect, it } from 'vitest'
import type { Capabilities, Price } from '@/bridge/contract'
import { aModel } from '@/shared/models/a-model'
import { capabilitiesOf, differing, isPrice, priceOf, problemsOf } from './override'
import { overSaid, rangeOf, tiersOf, typedOf, typedPriceOf } from './typed'

const RANGE = { min: 1, max: 50, default: 20, step: 1 }
const REFERENCES = { max_count: 3, max_bytes: 7_000_000, max_pixels: 1_000_000, keeps_size: true }
const LISTED: Price = { base: null, amounts: { low: 0.01, high: 0.2 }, by: 'quality', per_megapixel: 0, per_reference: 0.01, pixels: null, currency: 'USD', as_of: '2026-11-20', source: 'a page' }

const kinds: [string, Capabilities][] = [
  ['nothing', aModel('a/b').capabilities],
  ['a list', aModel('a/b', { sizes: { rule: 'list', sizes: ['640x480', '1024x1024'] }, quality: ['low', 'high'], steps: RANGE }).capabilities],
  ['tiers', aModel('a/b', { sizes: { rule: 'ratio_tier', ratios: ['1:1', '16:9'], tiers: { '1K': 1024, '2K': 2048 }, default_tier: '2K' }, seed: true }).capabilities],
  ['a mask', aModel('a/b', { references: REFERENCES, masks: { required: true, keeps_size: true, without: ['seed'] }, guidance: { min: 1.5, max: 10, default: 3.5, step: 0.5 } }).capabilities],
]

describe('what a model takes, as fields', () => {
  it.each(kinds)('loses nothing of %s on the way there and back', (_, takes) => {
    const typed = typedOf(takes)
    expect(problemsOf(typed)).toEqual(new Set())
    expect(capabilitiesOf(typed, takes)).toEqual(takes)
  })

  it('is what was typed, in lists with any comma', () => {
    const [, takes] = kinds[1] as [string, Capabilities]
    const typed = { ...typedOf(takes), quality: 'low， hd, low', steps: '2 - 8, 4', perCall: '4', references: '2', masks: true }
    expect(capabilitiesOf(typed, takes)).toMatchObject({
      quality: ['low', 'hd'],
      steps: { min: 2, max: 8, default: 4, step: 1 },
      n_per_call: 4,
      references: { max_count: 2, max_bytes: 10_000_000 },
      masks: { required: false },
    })
  })

  it('takes no mask where there is nothing to lay it over', () => {
    const [, takes] = kinds[3] as [string, Capabilities]
    expect(capabilitiesOf({ ...typedOf(takes), references: '0' }, takes)).toMatchObject({ references: null, masks: null })
  })

  it.each([
    { perCall: '0' }, { perCall: '1.5' }, { references: '' }, { references: '17' }, { steps: '5' }, { steps: '9–3' }, { guidance: '1–5, 9' }, { promptChars: 'many' },
    { rule: 'list' as const, sizes: '' }, { rule: 'list' as const, sizes: '0x10' }, { rule: 'free' as const, maxEdge: '10', minEdge: '20' },
    { rule: 'ratio_tier' as const, tiers: '2K' }, { rule: 'ratio_tier' as const, tiers: '2K 2048', defaultTier: '1K' }, { rule: 'ratio_tier' as const, ratios: 'wide' },
  ])('does not take %o', (wrong) => {
    const [, takes] = kinds[0] as [string, Capabilities]
    expect(problemsOf({ ...typedOf(takes), ...wrong }).size).toBe(1)
  })

  it('reads ranges and tiers as people write them', () => {
    expect(rangeOf('1–50', null)).toEqual({ min: 1, max: 50, default: 1, step: 1 })
    expect(rangeOf('0-1; 0.6', null)).toEqual({ min: 0, max: 1, default: 0.6, step: 0.1 })
    expect(rangeOf(' ', RANGE)).toBeNull()
    expect(tiersOf('1K=1024, 2K: 2048')).toEqual({ '1K': 1024, '2K': 2048 })
  })
})

describe('the price', () => {
  it('has a field for each published amount, and for what is added', () => {
    expect(typedPriceOf(LISTED)).toEqual({ low: '0.01', high: '0.2', perReference: '0.01' })
    expect(typedPriceOf(null)).toEqual({ base: '' })
  })

  it('is what was typed, whatever the decimal sign, with its day', () => {
    const typed = { ...typedPriceOf(LISTED), high: '0,15', low: '' }
    expect(priceOf(typed, LISTED, new Date('2026-11-21'))).toEqual({ ...LISTED, amounts: { high: 0.15 }, as_of: '2026-11-21', source: 'user' })
    expect(priceOf({ base: '0.04' }, null)).toMatchObject({ base: 0.04, by: 'none' })
  })

  it('still differs from the catalogue where an amount was taken out, which can be put back', () => {
    const said = typedPriceOf(LISTED)
    const own = priceOf({ ...said, high: '', perReference: '0' }, LISTED)
    const typed = overSaid(typedPriceOf(own), said)
    expect(typed).toEqual({ low: '0.01', high: '', perReference: '0' })
    expect(differing(typed, said)).toEqual(new Set(['high', 'perReference']))
    expect(priceOf({ ...typed, high: '0.3' }, own).amounts).toEqual({ low: 0.01, high: 0.3 })
  })

  it.each([['', true], ['0', true], ['1,5', true], ['much', false], ['-1', false]])('%o: %o', (text, sound) => expect(isPrice(text)).toBe(sound))
})

it('says which fields differ', () => {
  expect(differing({ a: '1', b: true }, { a: '2', b: true })).toEqual(new Set(['a']))
})
