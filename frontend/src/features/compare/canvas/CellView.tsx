import { memo, useLayoutEffect, useRef, type FocusEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelParams } from '@/bridge/contract'
import { useModels, useModelLabel } from '@/shared/models/queries'
import { useWinner } from '@/shared/images/choosing'
import { cx } from '@/shared/ui/cx'
import { useCanvas } from './canvas-state'
import type { Cell } from './cells'
import { CAPTION, type GridLayout } from './grid'
import { EndedCell } from './EndedCell'
import { ImageCell } from './ImageCell'
import { WaitingCell } from './WaitingCell'

interface CellViewProps {
  cell: Cell
  prompt: string
  layout: GridLayout
  /** Where the Tab key comes in. */
  entry: boolean
}

/** One place on the canvas, whatever is in it. Drawn anew only when its own generation changes. */
export const CellView = memo(
  function CellView({ cell, prompt, layout, entry }: CellViewProps) {
    const selected = useCanvas((canvas) => canvas.selected.has(cell.key))
    const model = useModels().find(({ id }) => id === cell.generation.model)
    const label = useModelLabel()(cell.generation.model)
    const winner = useWinner(cell.generation.run_id)
    const won = winner !== undefined && winner === cell.imageId
    const { t } = useTranslation()
    const hold = useHoldFocus(`${cell.kind} ${cell.generation.state}`)
    // A model may have made several: the number tells them apart.
    const name = [label, isOneOfSeveral(cell) && cell.index + 1, cell.kind !== 'image' && t(`compare.state.${cell.generation.state}`)]
    return (
      <div
        role="gridcell"
        data-cell={cell.key}
        aria-selected={selected}
        aria-label={name.filter(Boolean).join(', ')}
        {...hold}
        tabIndex={entry ? 0 : -1}
        style={{ width: layout.width, height: layout.height + CAPTION }}
        className={cx(
          'relative flex flex-col overflow-hidden rounded-card border bg-panel transition-[border-color,box-shadow] duration-150 contain-strict',
          won || selected ? 'border-accent-line shadow-[0_0_0_1px_var(--accent-line)]' : 'border-line',
        )}
      >
        {cell.kind === 'image' && cell.imageId && (
          <ImageCell
            id={cell.imageId}
            generation={cell.generation}
            label={label}
            prompt={prompt}
            width={layout.width}
            won={won}
          />
        )}
        {cell.kind === 'waiting' && (
          <WaitingCell
            generation={cell.generation}
            label={label}
            usual={model?.usual_seconds ?? null}
            cancel={cell.index === cell.generation.image_ids.length}
          />
        )}
        {cell.kind === 'ended' && (
          <EndedCell generation={cell.generation} label={label} provider={model?.provider_label} />
        )}
      </div>
    )
  },
  (a, b) =>
    a.cell.generation === b.cell.generation &&
    a.cell.kind === b.cell.kind &&
    a.cell.imageId === b.cell.imageId &&
    a.cell.key === b.cell.key &&
    a.layout.width === b.layout.width &&
    a.layout.height === b.layout.height &&
    a.prompt === b.prompt &&
    a.entry === b.entry,
)

const isOneOfSeveral = ({ index, generation }: Cell) => index > 0 || generation.image_ids.length > 1 || ((generation.asked as ModelParams).n ?? 1) > 1

/** A button that goes with what was shown leaves the focus to its card. */
function useHoldFocus(shown: string) {
  const card = useRef<HTMLDivElement>(null)
  const isHeld = useRef(false)
  useLayoutEffect(() => {
    if (isHeld.current && document.activeElement === document.body) card.current?.focus({ preventScroll: true })
  }, [shown])
  return {
    ref: card,
    onFocus: () => void (isHeld.current = true),
    // A button that is busy with its press loses the focus as well.
    onBlur: ({ target }: FocusEvent) => void (isHeld.current = target instanceof HTMLButtonElement && target.disabled),
  }
}
