import type { Capabilities, ModelInfo, ModelParams, Range } from '@/bridge/contract'

export type NumberName = 'steps' | 'guidance' | 'strength'
export type ChoiceName = 'quality' | 'background' | 'style' | 'output_format' | 'tier'
export type ParameterName = NumberName | ChoiceName | 'seed' | 'negative_prompt'

interface ControlBase {
  /** The ids of the chosen models that take it. */
  takers: string[]
}
export type Control =
  | (ControlBase & { name: NumberName; kind: 'number'; range: Range })
  | (ControlBase & { name: ChoiceName; kind: 'choice'; options: string[] })
  | (ControlBase & { name: 'seed'; kind: 'seed' })
  | (ControlBase & { name: 'negative_prompt'; kind: 'text' })

type OwnControl =
  | { name: NumberName; kind: 'number'; range: Range }
  | { name: ChoiceName; kind: 'choice'; options: string[] }
  | { name: 'seed'; kind: 'seed' }
  | { name: 'negative_prompt'; kind: 'text' }

export interface Controls {
  common: Control[]
  perModel: Record<string, Control[]>
}

/** In the order they stand in the panel. */
const ORDER: ParameterName[] = [
  'tier',
  'seed',
  'quality',
  'steps',
  'guidance',
  'strength',
  'background',
  'style',
  'output_format',
  'negative_prompt',
]

/** What one model takes beyond size, count and references. */
export function controlsOf(capabilities: Capabilities): OwnControl[] {
  const controls: (OwnControl | null)[] = [
    choice('tier', capabilities.sizes.rule === 'ratio_tier' ? Object.keys(capabilities.sizes.tiers) : []),
    capabilities.seed ? { name: 'seed', kind: 'seed' } : null,
    choice('quality', capabilities.quality),
    number('steps', capabilities.steps),
    number('guidance', capabilities.guidance),
    number('strength', capabilities.strength),
    choice('background', capabilities.background),
    choice('style', capabilities.style),
    choice('output_format', capabilities.formats),
    capabilities.negative_prompt ? { name: 'negative_prompt', kind: 'text' } : null,
  ]
  return controls.filter((control) => control !== null)
}

/** What two or more chosen models take stands once for all; what one alone takes stands under that model. */
export function deriveControls(models: readonly ModelInfo[]): Controls {
  const common: Control[] = []
  const perModel: Record<string, Control[]> = {}
  const owned = models.map((model) => ({ id: model.id, controls: controlsOf(model.capabilities) }))
  for (const name of ORDER) {
    const found = owned.flatMap(({ id, controls }) =>
      controls.filter((control) => control.name === name).map((control) => ({ id, control })),
    )
    const [first] = found
    if (!first) continue
    const merged = { ...merge(found.map(({ control }) => control)), takers: found.map(({ id }) => id) }
    if (found.length > 1 || models.length === 1) common.push(merged)
    else (perModel[first.id] ??= []).push(merged)
  }
  return { common, perModel }
}

/** The widest of several: every option, the outermost bounds. What a model cannot take of it, its estimate says. */
function merge(controls: OwnControl[]): OwnControl {
  const [first, ...rest] = controls as [OwnControl, ...OwnControl[]]
  return rest.reduce<OwnControl>((all, one) => {
    if (all.kind === 'choice' && one.kind === 'choice') {
      return { ...all, options: [...new Set([...all.options, ...one.options])] }
    }
    if (all.kind === 'number' && one.kind === 'number') {
      const { range: a } = all
      const { range: b } = one
      const range = { ...a, min: Math.min(a.min, b.min), max: Math.max(a.max, b.max), step: Math.min(a.step, b.step) }
      return { ...all, range }
    }
    return all
  }, first)
}

function choice(name: ChoiceName, options: string[] | undefined): OwnControl | null {
  return options && options.length > 0 ? { name, kind: 'choice', options } : null
}

function number(name: NumberName, range: Range | null | undefined): OwnControl | null {
  return range ? { name, kind: 'number', range } : null
}

/** `params` without what is empty. */
export function tidy<T extends ModelParams>(params: T): T {
  const kept = Object.entries(params).filter(([, value]) => value !== null && value !== undefined && value !== '')
  return Object.fromEntries(kept) as T
}
