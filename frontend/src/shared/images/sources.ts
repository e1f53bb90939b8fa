import type { Image } from '@/bridge/contract'

/** What a picture was made of: its parent, or the references that a model was given, a base image before the others. */
export function sourcesOf({ parent_id, recipe }: Pick<Image, 'parent_id' | 'recipe'>): string[] {
  if (parent_id) return [parent_id]
  const { references } = recipe
  return Array.isArray(references) ? references.filter((id) => typeof id === 'string') : []
}

/** The seeds that its call was made with, as they are read; none where the model takes none. */
export const seedsOf = ({ recipe: { seeds } }: Pick<Image, 'recipe'>): string | null => (Array.isArray(seeds) && seeds.length > 0 ? seeds.join(', ') : null)
