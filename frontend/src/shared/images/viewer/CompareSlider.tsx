import { MoveHorizontal } from 'lucide-react'
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useImage } from '../queries'
import { useBox } from '../use-box'
import { Picture } from './Picture'
import { useViewHands } from './use-view-hands'
import { clampView, FITTED } from './view'

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
const UNKNOWN = { width: 1, height: 1 }

/** Two pictures over each other: left of the line the first, right of it the second. Zooms and pans as one. */
export default function CompareSlider({
  ids: [left, right],
  labels,
}: {
  ids: readonly [string, string]
  labels: readonly [string, string]
}) {
  const { t } = useTranslation()
  const pane = useRef<HTMLDivElement>(null)
  const box = useBox(pane)
  const [first, second] = [useImage(left), useImage(right)]
  const [view, setView] = useState(FITTED)
  const [line, setLine] = useState(0.5)
  const hands = useViewHands(pane, box, first ?? UNKNOWN, setView)
  const percent = `${line * 100}%`

  const move = (to: number) => setLine(Math.min(1, Math.max(0, to)))
  const onKeyDown = (event: KeyboardEvent) => {
    const step = KEYS[event.key]
    if (!step) return
    event.preventDefault()
    event.stopPropagation()
    move(line + step)
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    event.stopPropagation()
    const area = pane.current?.getBoundingClientRect()
    if (area && event.currentTarget.hasPointerCapture(event.pointerId)) move((event.clientX - area.left) / area.width)
  }
  return (
    <div ref={pane} {...hands} className="absolute inset-0 touch-none overflow-hidden">
      {second && <Picture key={right} image={second} box={box} view={clampView(view, box, second)} alt={labels[1]} />}
      {first && (
        <div
          className="absolute inset-0 overflow-hidden bg-well"
          style={{ clipPath: `inset(0 calc(100% - ${percent}) 0 0)` }}
        >
          <Picture key={left} image={first} box={box} view={clampView(view, box, first)} alt={labels[0]} />
        </div>
      )}
      <div
        role="slider"
        tabIndex={0}
        aria-label={t('images.viewer.line')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(line * 100)}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.stopPropagation()
          event.currentTarget.setPointerCapture(event.pointerId)
        }}
        onPointerMove={onPointerMove}
        onDoubleClick={(event) => event.stopPropagation()}
        className="group absolute inset-y-0 flex w-8 -translate-x-1/2 cursor-ew-resize items-center justify-center focus-visible:outline-none"
        style={{ left: percent }}
      >
        <span className="absolute inset-y-0 left-1/2 w-0.5 -translate-x-1/2 bg-white shadow-[0_0_4px_rgb(0_0_0/0.6)]" />
        <span className="relative grid size-8 place-items-center rounded-full bg-white text-black shadow-overlay group-focus-visible:outline-2 group-focus-visible:outline-offset-2 group-focus-visible:outline-accent-line">
          <MoveHorizontal size={16} strokeWidth={1.9} aria-hidden />
        </span>
      </div>
      <Name text={labels[0]} className="left-2" />
      <Name text={labels[1]} className="right-2" />
    </div>
  )
}

function Name({ text, className }: { text: string; className: string }) {
  return (
    <span
      className={`pointer-events-none absolute bottom-2 max-w-[45%] truncate rounded-control bg-[rgb(16_16_16/0.78)] px-2 py-1 text-sm text-white ${className}`}
    >
      {text}
    </span>
  )
}
