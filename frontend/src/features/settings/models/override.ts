import type { Capabilities, Price } from '@/bridge/contract'
import { dayOf } from '../spend/days'
import type { Typed, TypedField, TypedPrice } from './typed'
import { amountsIn, items, LISTS, number, RANGES, rangeOf, tiersOf } from './typed'

const SIZE = /^[1-9]\d{0,4}x[1-9]\d{0,4}$/
const RATIO = /^[1-9]\d{0,2}:[1-9]\d{0,2}$/
const MAX_COUNT = 16
const MAX_EDGE = 16_384

/** The fields from which no request could be made. */
export function problemsOf(typed: Typed): ReadonlySet<TypedField> {
  const whole = (text: string, least: number, most: number) => Number.isInteger(number(text)) && number(text) >= least && number(text) <= most
  const all = (text: string, pattern: RegExp) => items(text).length > 0 && items(text).every((item) => pattern.test(item))
  const tiers = tiersOf(typed.tiers)
  const isSound: Partial<Record<TypedField, boolean>> = {
    ...(typed.rule === 'free' && {
      defaultSize: SIZE.test(typed.defaultSize.trim()),
      multiple: whole(typed.multiple, 1, 512),
      minEdge: whole(typed.minEdge, 1, MAX_EDGE),
      maxEdge: whole(typed.maxEdge, Math.max(1, number(typed.minEdge)), MAX_EDGE),
      maxRatio: number(typed.maxRatio) >= 1 && number(typed.maxRatio) <= 64,
    }),
    ...(typed.rule === 'list' && { sizes: all(typed.sizes, SIZE) }),
    ...(typed.rule === 'ratio_tier' && { ratios: all(typed.ratios, RATIO), tiers: tiers !== undefined, defaultTier: !tiers || typed.defaultTier in tiers }),
    perCall: whole(typed.perCall, 1, MAX_COUNT),
    promptChars: typed.promptChars.trim() === '' || whole(typed.promptChars, 1, 1_000_000),
    references: whole(typed.references, 0, MAX_COUNT),
    referenceMegabytes: number(typed.referenceMegabytes) > 0 && number(typed.referenceMegabytes) <= 100,
    ...Object.fromEntries(RANGES.map((name) => [name, rangeOf(typed[name], null) !== undefined])),
  }
  return new Set((Object.keys(isSound) as TypedField[]).filter((name) => !isSound[name]))
}

/** Empty is a price that nobody knows. */
export const isPrice = (text: string) => text.trim() === '' || (number(text) >= 0 && number(text) <= 1000)

/** What the fields say, over what the model is taken to be; `problemsOf` finds nothing in them. */
export function capabilitiesOf(typed: Typed, before: Capabilities): Capabilities {
  const count = number(typed.references)
  const referenceRule = { max_pixels: 36_000_000, ...before.references, max_count: count, max_bytes: Math.round(number(typed.referenceMegabytes) * 1e6), keeps_size: typed.keepsSize }
  return {
    ...before,
    sizes: sizesOf(typed, before.sizes),
    n_per_call: number(typed.perCall),
    prompt_max_chars: typed.promptChars.trim() === '' ? null : number(typed.promptChars),
    seed: typed.seed,
    negative_prompt: typed.negative,
    ...Object.fromEntries(RANGES.map((name) => [name, rangeOf(typed[name], before[name]) ?? null])),
    ...Object.fromEntries(LISTS.map((name) => [name, items(typed[name])])),
    references: count > 0 ? referenceRule : null,
    masks: typed.masks && count > 0 ? (before.masks ?? { required: false, keeps_size: false, without: [] }) : null,
  }
}

function sizesOf(typed: Typed, before: Capabilities['sizes']): Capabilities['sizes'] {
  switch (typed.rule) {
    case 'list':
      return { rule: 'list', sizes: items(typed.sizes) }
    case 'ratio_tier':
      return { rule: 'ratio_tier', ratios: items(typed.ratios), tiers: tiersOf(typed.tiers) ?? {}, default_tier: typed.defaultTier }
    case 'free': {
      const kept = before.rule === 'free' ? before : { min_pixels: 1, max_pixels: 64_000_000 }
      return {
        ...kept,
        rule: 'free',
        multiple: number(typed.multiple),
        min_edge: number(typed.minEdge),
        max_edge: number(typed.maxEdge),
        max_ratio: number(typed.maxRatio),
        default: typed.defaultSize.trim(),
      }
    }
  }
}

export function priceOf(typed: TypedPrice, before: Price | null, today = new Date()): Price {
  const amount = (text: string | undefined) => (text === undefined || text.trim() === '' ? null : number(text))
  const amounts = amountsIn(typed).map((name) => [name, amount(typed[name])] as const)
  return {
    by: 'none',
    pixels: null,
    currency: 'USD',
    ...before,
    base: amount(typed.base),
    amounts: Object.fromEntries(amounts.filter((pair): pair is [string, number] => pair[1] !== null)),
    per_megapixel: amount(typed.perMegapixel) ?? 0,
    per_reference: amount(typed.perReference) ?? 0,
    as_of: dayOf(today),
    source: 'user',
  }
}

/** The names in which two sets of fields differ. */
export function differing<T extends object>(one: T, other: T): ReadonlySet<keyof T> {
  return new Set((Object.keys(one) as (keyof T)[]).filter((name) => one[name] !== other[name]))
}
