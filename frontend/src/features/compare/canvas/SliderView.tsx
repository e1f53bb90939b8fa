import { Columns2 } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Run } from '@/bridge/contract'
import { useModelLabel } from '@/shared/models/queries'
import { EmptyState } from '@/shared/ui/EmptyState'
import { Select } from '@/shared/ui/Select'
import { later } from '@/shared/studio/later'
import { useCanvas } from './canvas-state'
import { cellsOf, type Cell } from './cells'

const CompareSlider = later(() => import('@/shared/images/viewer/CompareSlider'))

/** Two pictures of the run, one over the other, parted by a line that is dragged. */
export function SliderView({ run }: { run: Run }) {
  const { t } = useTranslation()
  const selected = useCanvas((canvas) => canvas.selected)
  const label = useModelLabel()
  const cells = cellsOf(run).filter(({ imageId }) => imageId !== null)
  const chosen = cells.filter(({ key }) => selected.has(key))
  const [picked, setPicked] = useState<[string | null, string | null]>([null, null])
  const find = (key: string | null) => cells.find((cell) => cell.key === key)
  const left = find(picked[0]) ?? chosen[0] ?? cells[0]
  const right = find(picked[1]) ?? chosen.find((cell) => cell !== left) ?? cells.find((cell) => cell !== left)
  if (!left?.imageId || !right?.imageId) {
    return <EmptyState icon={Columns2} title={t('compare.slider.empty')} text={t('compare.slider.emptyText')} />
  }
  const options = cells.map((cell) => ({ value: cell.key, label: nameOf(cell, cells, label) }))
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-2.5 p-4">
      <div className="flex justify-between gap-3">
        <Select
          className="max-w-64"
          aria-label={t('compare.slider.left')}
          value={left.key}
          options={options}
          onChange={(key) => setPicked([key, right.key])}
        />
        <Select
          className="max-w-64"
          aria-label={t('compare.slider.right')}
          value={right.key}
          options={options}
          onChange={(key) => setPicked([left.key, key])}
        />
      </div>
      <div className="relative min-h-0 flex-1 overflow-hidden rounded-card border border-line bg-well">
        <Suspense fallback={null}>
          <CompareSlider
            ids={[left.imageId, right.imageId]}
            labels={[nameOf(left, cells, label), nameOf(right, cells, label)]}
          />
        </Suspense>
      </div>
    </div>
  )
}

/** The model's label, with a number where it made several. */
function nameOf(cell: Cell, cells: readonly Cell[], label: (id: string) => string): string {
  const several = cells.filter(({ generation }) => generation.id === cell.generation.id).length > 1
  return several ? `${label(cell.generation.model)} · ${cell.index + 1}` : label(cell.generation.model)
}
