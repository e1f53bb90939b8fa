import type { QueryClient } from '@tanstack/react-query'
import type { Image, Run } from '@/bridge/contract'
import type { ImageTarget } from '@/shared/images/image-actions'
import { faceOf } from '@/shared/images/family/faces'
import { withFamilies } from '@/shared/images/family/offspring'
import { imageQuery } from '@/shared/images/queries'
import type { Cell } from './cells'

/** What an action is done to: the chosen cells where `key` is one of them, else that cell alone. */
export function targetOf(
  client: QueryClient,
  run: Run,
  cells: readonly Cell[],
  key: string,
  selected: ReadonlySet<string>,
): ImageTarget {
  const chosen = selected.has(key)
    ? cells.filter((cell) => selected.has(cell.key))
    : cells.filter((cell) => cell.key === key)
  const images = chosen
    .map(({ imageId }) => imageId && client.getQueryData<Image>(imageQuery(faceOf(client, run.id, imageId)).queryKey))
    .filter((image): image is Image => !!image)
  return {
    images,
    at: chosen.flatMap((cell) => (cell.key === key && cell.imageId ? faceOf(client, run.id, cell.imageId) : []))[0],
    generation: chosen.length === 1 ? (chosen[0]?.generation ?? null) : null,
    run,
    among: withFamilies(
      client,
      run.id,
      cells.flatMap(({ imageId }) => imageId ?? []),
    ),
  }
}
