import type { Capabilities, Price, Range, RatioTiers } from '@/bridge/contract'

/** What a model takes, as it stands in the fields. Lists are written with commas. */
export interface Typed {
  rule: Capabilities['sizes']['rule']
  defaultSize: string
  multiple: string
  minEdge: string
  maxEdge: string
  maxRatio: string
  sizes: string
  ratios: string
  tiers: string
  defaultTier: string
  perCall: string
  promptChars: string
  seed: boolean
  negative: boolean
  steps: string
  guidance: string
  strength: string
  quality: string
  style: string
  background: string
  formats: string
  references: string
  referenceMegabytes: string
  keepsSize: boolean
  masks: boolean
}

export type TypedField = keyof Typed
/** What an image costs: `base`, or one amount for each quality or tier; what is added to it. */
export type TypedPrice = Record<string, string>

export const LISTS = ['quality', 'style', 'background', 'formats'] as const
export const RANGES = ['steps', 'guidance', 'strength'] as const

const listed = (items: readonly string[]) => items.join(', ')
export const number = (text: string) => (text.trim() === '' ? NaN : Number(text.trim().replace(',', '.')))
/** Items are parted by commas of any script, or by line ends. */
export const items = (text: string) => [...new Set(text.split(/[,，、;\n]/).map((item) => item.trim()).filter(Boolean))]

/** `1–50, 20`: from, to, and what is taken where nothing is asked. */
const rangeText = (range: Range | null) => (range ? `${range.min}–${range.max}, ${range.default}` : '')

export function rangeOf(text: string, before: Range | null): Range | null | undefined {
  if (text.trim() === '') return null
  const found = /^(-?[\d.]+)\s*[-–—…]+\s*(-?[\d.]+)(?:\s*[,;]\s*(-?[\d.]+))?$/.exec(text.trim())
  if (!found) return undefined
  const [min = NaN, max = NaN, usual = min] = found.slice(1).filter(Boolean).map(Number)
  const isWhole = [min, max, usual].every(Number.isInteger)
  if (!(min <= usual && usual <= max)) return undefined
  return { min, max, default: usual, step: before?.step ?? (isWhole ? 1 : 0.1) }
}

/** `1K 1024, 2K 2048`: a name and the edge of its square. */
export function tiersOf(text: string): RatioTiers['tiers'] | undefined {
  const pairs = items(text).map((item) => /^([^\s=:]+)[\s=:]+(\d{2,5})$/.exec(item))
  if (pairs.length === 0 || pairs.includes(null)) return undefined
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', Number(pair?.[2])]))
}

export function typedOf(takes: Capabilities): Typed {
  const { sizes, references } = takes
  const free = sizes.rule === 'free' ? sizes : null
  const tiered = sizes.rule === 'ratio_tier' ? sizes : null
  return {
    rule: sizes.rule,
    defaultSize: free?.default ?? '1024x1024',
    multiple: String(free?.multiple ?? 16),
    minEdge: String(free?.min_edge ?? 256),
    maxEdge: String(free?.max_edge ?? 2048),
    maxRatio: String(free?.max_ratio ?? 4),
    sizes: listed(sizes.rule === 'list' ? sizes.sizes : ['1024x1024']),
    ratios: listed(tiered?.ratios ?? ['1:1', '4:3', '3:4', '16:9', '9:16']),
    tiers: listed(Object.entries(tiered?.tiers ?? { '1K': 1024 }).map(([name, edge]) => `${name} ${edge}`)),
    defaultTier: tiered?.default_tier ?? '1K',
    perCall: String(takes.n_per_call),
    promptChars: takes.prompt_max_chars === null ? '' : String(takes.prompt_max_chars),
    seed: takes.seed,
    negative: takes.negative_prompt,
    steps: rangeText(takes.steps),
    guidance: rangeText(takes.guidance),
    strength: rangeText(takes.strength),
    quality: listed(takes.quality),
    style: listed(takes.style),
    background: listed(takes.background),
    formats: listed(takes.formats),
    references: String(references?.max_count ?? 0),
    referenceMegabytes: String((references?.max_bytes ?? 10_000_000) / 1_000_000),
    keepsSize: references?.keeps_size ?? false,
    masks: takes.masks !== null,
  }
}

/** What is added to the price of an image, and is nothing where it is not said. */
const ADDED = ['perMegapixel', 'perReference']

/** The same with a field for all that the catalogue says, so that an amount taken out by hand stays known as such, and can be put back. */
export const overSaid = (own: TypedPrice, said: TypedPrice): TypedPrice => ({
  ...Object.fromEntries(Object.keys(said).map((name) => [name, ADDED.includes(name) ? '0' : ''])),
  ...own,
})

/** The names of the amounts that go by quality or tier. */
export const amountsIn = (typed: TypedPrice): string[] => Object.keys(typed).filter((name) => name !== 'base' && !ADDED.includes(name))

export function typedPriceOf(price: Price | null): TypedPrice {
  const text = (amount: number | null) => (amount === null ? '' : String(amount))
  const amounts = Object.entries(price?.amounts ?? {}).map(([name, amount]) => [name, text(amount)])
  const more = [
    ['perMegapixel', price?.per_megapixel],
    ['perReference', price?.per_reference],
  ].filter(([, amount]) => amount)
  return {
    ...(amounts.length === 0 || price?.base != null ? { base: text(price?.base ?? null) } : {}),
    ...(Object.fromEntries(amounts) as TypedPrice),
    ...(Object.fromEntries(more.map(([name, amount]) => [name, String(amount)])) as TypedPrice),
  }
}
