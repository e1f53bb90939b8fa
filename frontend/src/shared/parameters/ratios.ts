import type { Capabilities, ModelInfo, RunParams } from '@/bridge/contract'

export type Shape = Pick<RunParams, 'aspect_ratio' | 'size'>

/** The ratios people ask for, most wanted first; a model's own further ones come after these. */
const USUAL = ['1:1', '4:3', '3:4', '16:9', '9:16', '3:2', '2:3', '5:4', '4:5', '21:9', '2:1', '1:2']
const FREE_RATIOS = USUAL
/** Two sizes count as the same ratio within this relative difference (1360x768 is 16:9). */
const TOLERANCE = 0.02

export interface Pixels {
  width: number
  height: number
}

export function parseSize(size: string | null | undefined): Pixels | null {
  const match = /^(\d+)x(\d+)$/.exec(size ?? '')
  if (!match) return null
  const width = Number(match[1])
  const height = Number(match[2])
  return width > 0 && height > 0 ? { width, height } : null
}

/** Width over height of `16:9`, or `null` where it is not a ratio. */
export function parseRatio(ratio: string | null | undefined): number | null {
  const match = /^(\d+):(\d+)$/.exec(ratio ?? '')
  if (!match) return null
  const value = Number(match[1]) / Number(match[2])
  return Number.isFinite(value) && value > 0 ? value : null
}

/** The usual name of a size's ratio, `3:2` for 1536x1024, else its reduced fraction. */
export function ratioOf({ width, height }: Pixels): string {
  const value = width / height
  const named = USUAL.find((ratio) => Math.abs(value / (parseRatio(ratio) ?? 1) - 1) < TOLERANCE)
  if (named) return named
  const divisor = greatestCommonDivisor(width, height)
  return `${width / divisor}:${height / divisor}`
}

/** The ratios a model makes exactly. */
export function ratiosOf(capabilities: Capabilities): string[] {
  const { sizes } = capabilities
  switch (sizes.rule) {
    case 'free':
      return FREE_RATIOS.filter((ratio) => spread(ratio) <= sizes.max_ratio)
    case 'ratio_tier':
      return sizes.ratios
    case 'list':
      return [
        ...new Set(
          sizes.sizes
            .map(parseSize)
            .filter((size) => size !== null)
            .map(ratioOf),
        ),
      ]
  }
}

export interface OfferedRatio {
  ratio: string
  /** The chosen models that cannot make it and will take their nearest. */
  missing: ModelInfo[]
}

/** Every ratio that some chosen model makes: those that all make first, then by how usual they are. */
export function offeredRatios(models: readonly ModelInfo[]): OfferedRatio[] {
  const made = new Map(models.map((model) => [model.id, new Set(ratiosOf(model.capabilities))]))
  const every = new Set([...made.values()].flatMap((ratios) => [...ratios]))
  const rank = (ratio: string) => (USUAL.includes(ratio) ? USUAL.indexOf(ratio) : USUAL.length)
  return [...every]
    .map((ratio) => ({ ratio, missing: models.filter((model) => !made.get(model.id)?.has(ratio)) }))
    .sort((a, b) => rank(a.ratio) - rank(b.ratio) || spread(a.ratio) - spread(b.ratio))
}

/** Sizes in pixels that some chosen model lists, smallest area first; each once. */
export function listedSizes(models: readonly ModelInfo[]): string[] {
  const sizes = models.flatMap(({ capabilities }) =>
    capabilities.sizes.rule === 'list' ? capabilities.sizes.sizes : [],
  )
  const area = (size: string) => {
    const pixels = parseSize(size)
    return pixels ? pixels.width * pixels.height : 0
  }
  return [...new Set(sizes)].sort((a, b) => area(a) - area(b))
}

/** Whether some chosen model takes any size in pixels. */
export const takesFreeSize = (models: readonly ModelInfo[]) =>
  models.some((model) => model.capabilities.sizes.rule === 'free')

const spread = (ratio: string) => {
  const value = parseRatio(ratio) ?? 1
  return value < 1 ? 1 / value : value
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
