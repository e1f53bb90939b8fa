import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Image, Span } from '@/bridge/contract'
import { cx } from '@/shared/ui/cx'
import { useBox } from '../use-box'
import { Picture } from '../viewer/Picture'
import { useOriginal } from '../viewer/use-original'
import { useViewHands } from '../viewer/use-view-hands'
import { clampView, placeOf } from '../viewer/view'
import { createView } from '../viewer/view-store'
import { edgeAt, edgesOf, moveEdge } from './split-grid'

export interface Grid {
  columns: Span[]
  rows: Span[]
}

interface SplitStageProps {
  image: Image
  grid: Grid
  onChange: (grid: Grid) => void
}

/** The picture under its lines, which are dragged or moved by the arrow keys. Zooms as everywhere. */
export function SplitStage({ image, grid, onChange }: SplitStageProps) {
  const { t } = useTranslation()
  const pane = useRef<HTMLDivElement>(null)
  const box = useBox(pane)
  const [view] = useState(createView)
  const original = useOriginal(image.id)
  const { handlers } = useViewHands(pane, box, image, view, null)
  const now = useStore(view)
  const place = placeOf(clampView(now, box, image), box, image)
  const scale = place.width / image.width
  const lines = (axis: keyof Grid) => {
    const down = axis === 'columns'
    const length = down ? image.width : image.height
    return edgesOf(grid[axis]).map((edge) => {
      const { start, end } = edgeAt(grid[axis], edge)
      const offset = down ? place.x : place.y
      return (
        <Edge
          key={`${axis}${edge}`}
          down={down}
          label={t(down ? 'tools.split.lineDown' : 'tools.split.lineAcross', { number: edge + 1 })}
          at={start}
          most={length}
          from={offset + start * scale}
          size={(end - start) * scale}
          reach={down ? [place.y, place.height] : [place.x, place.width]}
          scale={scale}
          onMove={(to) => onChange({ ...grid, [axis]: moveEdge(grid[axis], edge, to, length) })}
        />
      )
    })
  }
  return (
    <div
      ref={pane}
      {...handlers}
      className={cx(
        'relative h-full touch-none overflow-hidden rounded-control bg-well',
        now.zoom > 1 && 'cursor-grab active:cursor-grabbing',
      )}
    >
      <Picture image={image} original={original} view={view} box={box} frame={image} ground="squares" alt="" />
      {box.width > 0 && (
        <>
          {lines('columns')}
          {lines('rows')}
        </>
      )}
    </div>
  )
}

interface EdgeProps {
  /** From top to bottom, else from left to right. */
  down: boolean
  label: string
  /** In pixels of the picture, and how far it may be. */
  at: number
  most: number
  /** In CSS pixels of the pane: where it starts, and how wide the gap is that it leaves out. */
  from: number
  size: number
  /** Along the line: where the picture begins, and how far it goes. */
  reach: readonly [number, number]
  scale: number
  onMove: (to: number) => void
}

const HANDLE = 14

function Edge({ down, label, at, most, from, size, reach, scale, onMove }: EdgeProps) {
  const grip = useRef<number | null>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key]
    if (!step) return
    event.preventDefault()
    event.stopPropagation()
    onMove(at + step * (event.shiftKey ? 10 : 1))
  }
  const position = (event: PointerEvent) => (down ? event.clientX : event.clientY)
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (grip.current === null) return
    event.stopPropagation()
    onMove((position(event) - grip.current) / scale)
  }
  const style = down
    ? { left: from - HANDLE / 2, width: size + HANDLE, top: reach[0], height: reach[1] }
    : { top: from - HANDLE / 2, height: size + HANDLE, left: reach[0], width: reach[1] }
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-orientation={down ? 'horizontal' : 'vertical'}
      aria-valuemin={0}
      aria-valuemax={most}
      aria-valuenow={at}
      style={style}
      className={cx(
        'group absolute focus-visible:outline-none',
        down ? 'cursor-ew-resize px-[7px]' : 'flex cursor-ns-resize items-stretch py-[7px]',
      )}
      onKeyDown={onKeyDown}
      onDoubleClick={(event) => event.stopPropagation()}
      onPointerDown={(event) => {
        event.stopPropagation()
        event.currentTarget.setPointerCapture(event.pointerId)
        grip.current = position(event) - at * scale
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        grip.current = null
      }}
    >
      <span
        className={cx(
          'block border-[#f0a63c] bg-[rgb(0_0_0/0.45)] shadow-[0_0_0_1px_rgb(0_0_0/0.55)] group-focus-visible:border-white',
          down ? 'h-full border-l' : 'w-full border-t',
          size >= 2 && (down ? 'border-r' : 'border-b'),
          down ? 'min-w-px' : 'min-h-px',
        )}
      />
    </div>
  )
}
