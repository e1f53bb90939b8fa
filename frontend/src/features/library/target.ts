import type { QueryClient } from '@tanstack/react-query'
import type { Image } from '@/bridge/contract'
import type { ImageTarget } from '@/shared/images/image-actions'
import { imageQuery } from '@/shared/images/queries'
import { useGrid } from './grid/grid-state'
import type { Look } from './look/look-state'
import { idsAround } from './queries'

/** What an action is done to: all that is chosen where `id` is among it, else that picture alone. */
export function targetAt(client: QueryClient, look: Look, id: string): ImageTarget {
  const { selected } = useGrid.getState()
  const ids = selected.has(id) ? [...selected] : [id]
  return targetOf(client, look, ids, id)
}

export function targetOf(client: QueryClient, look: Look, ids: readonly string[], at: string): ImageTarget {
  const images = ids.flatMap((id) => client.getQueryData<Image>(imageQuery(id).queryKey) ?? [])
  // Of many, those out of sight may not be known yet: then nothing is done rather than half of it.
  return { images: images.length === ids.length ? images : [], at, generation: null, run: null, among: idsAround(client, look, at) }
}
