import type { Capabilities, ModelInfo, Price } from '@/bridge/contract'

/** As it stands in the fields. */
export interface Typed {
  price: string
  perCall: string
  references: string
  seed: boolean
  negative: boolean
}

const number = (text: string) => Number(text.trim().replace(',', '.'))
const isWhole = (text: string, least: number, most: number) => Number.isInteger(number(text)) && number(text) >= least && number(text) <= most && text.trim() !== ''

export function typedOf({ price, capabilities }: ModelInfo): Typed {
  return {
    price: price?.base == null ? '' : String(price.base),
    perCall: String(capabilities.n_per_call),
    references: String(capabilities.references?.max_count ?? 0),
    seed: capabilities.seed,
    negative: capabilities.negative_prompt,
  }
}

/** An empty price is one that is not known. */
export function isSound({ price, perCall, references }: Typed): boolean {
  return number(price) >= 0 && number(price) <= 1000 && isWhole(perCall, 1, 16) && isWhole(references, 0, 16)
}

/** What the user said, over what the model is taken to be otherwise. */
export function overrideOf({ capabilities }: ModelInfo, typed: Typed, today = new Date()): { price: Price | null; capabilities: Capabilities } {
  const count = number(typed.references)
  const references = { max_bytes: 10_000_000, max_pixels: 36_000_000, keeps_size: false, ...capabilities.references, max_count: count }
  const price: Price = {
    base: number(typed.price),
    amounts: {},
    by: 'none',
    per_megapixel: 0,
    per_reference: 0,
    pixels: null,
    as_of: today.toISOString().slice(0, 10),
    source: 'user',
  }
  return {
    price: typed.price.trim() === '' ? null : price,
    capabilities: {
      ...capabilities,
      n_per_call: number(typed.perCall),
      seed: typed.seed,
      negative_prompt: typed.negative,
      references: count > 0 ? references : null,
    },
  }
}
