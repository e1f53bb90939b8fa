import { useQueryClient } from '@tanstack/react-query'
import type { Run } from '@/bridge/contract'
import { faceOf, useFaces } from '@/shared/images/family/faces'
import { withFamilies } from '@/shared/images/family/offspring'
import { SelectionBar } from '@/shared/images/selection/SelectionBar'
import { useImageContext } from '../use-image-context'
import { clearSelection, useCanvas } from './canvas-state'
import type { Cell } from './cells'

/** The bar of what is chosen, from two pictures on. */
export function Chosen({ run, cells }: { run: Run; cells: readonly Cell[] }) {
  const client = useQueryClient()
  const context = useImageContext()
  const selected = useCanvas((canvas) => canvas.selected)
  useFaces()
  if (selected.size < 2) return null
  const pictures = cells.flatMap(({ imageId }) => imageId ?? [])
  const ids = cells.flatMap(({ key, imageId }) => (imageId && selected.has(key) ? faceOf(client, run.id, imageId) : []))
  if (ids.length < 2) return null
  const rest = { generation: null, run, among: withFamilies(client, run.id, pictures) }
  return <SelectionBar ids={ids} rest={rest} context={context} onClear={clearSelection} />
}
