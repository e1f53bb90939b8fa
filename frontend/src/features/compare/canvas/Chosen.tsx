import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Run } from '@/bridge/contract'
import { faceOf, useFaces } from '@/shared/images/family/faces'
import { withFamilies } from '@/shared/images/family/offspring'
import { useImages } from '@/shared/images/queries'
import { SelectionBar } from '@/shared/images/selection/SelectionBar'
import { useImageContext } from '../use-image-context'
import { clearSelection, useCanvas } from './canvas-state'
import type { Cell } from './cells'

/** The bar of what is chosen, from two pictures on. */
export function Chosen({ run, cells }: { run: Run; cells: readonly Cell[] }) {
  const client = useQueryClient()
  const context = useImageContext()
  const selected = useCanvas((canvas) => canvas.selected)
  const faces = useFaces((state) => state.faces)
  const ids = useMemo(
    () => cells.flatMap(({ key, imageId }) => (imageId && selected.has(key) ? faceOf(client, run.id, imageId) : [])),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `faceOf` reads them
    [client, run.id, cells, selected, faces],
  )
  const images = useImages(ids)
  if (ids.length < 2) return null
  const pictures = cells.flatMap(({ imageId }) => imageId ?? [])
  const target = { images, generation: null, run, among: withFamilies(client, run.id, pictures) }
  return <SelectionBar count={ids.length} target={target} context={context} onClear={clearSelection} />
}
