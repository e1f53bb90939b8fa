import { MoveHorizontal } from 'lucide-react'
import type { KeyboardEvent, PointerEvent, RefObject } from 'react'
import { useTranslation } from 'react-i18next'

const KEYS: Record<string, number> = {
  ArrowLeft: -0.02,
  ArrowDown: -0.02,
  ArrowRight: 0.02,
  ArrowUp: 0.02,
  PageDown: -0.1,
  PageUp: 0.1,
  Home: -1,
  End: 1,
}

interface LineProps {
  pane: RefObject<HTMLElement | null>
  /** 0..1 from the left of the pane. */
  at: number
  onMove: (at: number) => void
}

/** The line that parts two pictures, with its handle. */
export function Line({ pane, at, onMove }: LineProps) {
  const { t } = useTranslation()
  const move = (to: number) => onMove(Math.min(1, Math.max(0, to)))
  const onKeyDown = (event: KeyboardEvent) => {
    const step = KEYS[event.key]
    if (!step) return
    event.preventDefault()
    event.stopPropagation()
    move(at + step)
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    event.stopPropagation()
    const area = pane.current?.getBoundingClientRect()
    if (area && event.currentTarget.hasPointerCapture(event.pointerId)) move((event.clientX - area.left) / area.width)
  }
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={t('images.viewer.line')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(at * 100)}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.stopPropagation()
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={onPointerMove}
      onDoubleClick={(event) => event.stopPropagation()}
      className="group absolute inset-y-0 flex w-8 -translate-x-1/2 cursor-ew-resize items-center justify-center focus-visible:outline-none"
      style={{ left: `${at * 100}%` }}
    >
      <span className="absolute inset-y-0 left-1/2 w-0.5 -translate-x-1/2 bg-white shadow-[0_0_4px_rgb(0_0_0/0.6)]" />
      <span className="relative grid size-8 place-items-center rounded-full bg-white text-black shadow-overlay group-focus-visible:outline-2 group-focus-visible:outline-offset-2 group-focus-visible:outline-accent-line">
        <MoveHorizontal size={16} strokeWidth={1.9} aria-hidden />
      </span>
    </div>
  )
}
