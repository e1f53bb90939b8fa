import type { CatalogueModel } from '@/bridge/contract'

export const FILTERS = ['all', 'ready', 'changed', 'hidden', 'ended'] as const
export type Filter = (typeof FILTERS)[number]

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** Whether the user set its price or what it takes by hand. */
export const isChanged = ({ model, capabilities, price }: CatalogueModel): boolean =>
  !same(model.capabilities, capabilities) || !same(model.price, price)

const FITS: Record<Filter, (entry: CatalogueModel) => boolean> = {
  all: ({ model }) => model.reason !== 'ended',
  ready: ({ model, hidden }) => model.available && !hidden,
  changed: isChanged,
  hidden: ({ hidden }) => hidden,
  ended: ({ model }) => model.reason === 'ended',
}

export interface ProviderModels {
  provider: string
  label: string
  models: CatalogueModel[]
}

/** The models that fit and hold every word of `text`, by provider, in the catalogue's order. */
export function grouped(models: readonly CatalogueModel[], filter: Filter, text: string): ProviderModels[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const groups = new Map<string, ProviderModels>()
  for (const entry of models) {
    const { label, id, provider, provider_label } = entry.model
    const haystack = `${label} ${id} ${provider_label}`.toLowerCase()
    if (!FITS[filter](entry) || !words.every((word) => haystack.includes(word))) continue
    const group = groups.get(provider) ?? { provider, label: provider_label, models: [] }
    group.models.push(entry)
    groups.set(provider, group)
  }
  return [...groups.values()]
}

export const countOf = (models: readonly CatalogueModel[], filter: Filter): number => models.filter(FITS[filter]).length
