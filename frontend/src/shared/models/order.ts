import type { ModelInfo } from '@/bridge/contract'

export interface ModelGroups {
  usable: ModelInfo[]
  /** Their provider has no key yet, or refuses the one it has. */
  locked: ModelInfo[]
}

/** The models that match `text` in label, name or provider, usable ones apart from those that want a key. */
export function groupModels(models: readonly ModelInfo[], text = ''): ModelGroups {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const found = models.filter((model) => {
    const haystack = `${model.label} ${model.id} ${model.provider_label}`.toLowerCase()
    return words.every((word) => haystack.includes(word))
  })
  return {
    usable: found.filter((model) => model.available),
    locked: found.filter((model) => !model.available && model.reason !== 'ended'),
  }
}

/** The chosen models that can be asked now, in the list's order. */
export function chosenModels(models: readonly ModelInfo[], selected: readonly string[]): ModelInfo[] {
  const wanted = new Set(selected)
  return models.filter((model) => model.available && wanted.has(model.id))
}

export const toggled = (selected: readonly string[], id: string): string[] =>
  selected.includes(id) ? selected.filter((other) => other !== id) : [...selected, id]

/** Whether a model stops working within `days` of now. */
export function endsSoon(model: Pick<ModelInfo, 'ends'>, now = Date.now(), days = 60): boolean {
  return !!model.ends && Date.parse(model.ends) - now < days * 86_400_000
}

const known = new WeakMap<readonly ModelInfo[], Map<string, string>>()

/** Labels by id, with the provider where two usable models bear the same. Worked out once for each list. */
export function labelsOf(models: readonly ModelInfo[]): Map<string, string> {
  let labels = known.get(models)
  if (!labels) {
    const bearers = new Map<string, number>()
    for (const { label, available } of models) if (available) bearers.set(label, (bearers.get(label) ?? 0) + 1)
    const named = ({ label, provider_label }: ModelInfo) =>
      (bearers.get(label) ?? 0) > 1 ? `${label} · ${provider_label}` : label
    labels = new Map(models.map((model) => [model.id, named(model)]))
    known.set(models, labels)
  }
  return labels
}
