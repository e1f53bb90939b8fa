import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Crop, Image } from '@/bridge/contract'
import { cx } from '@/shared/ui/cx'
import { Thumb } from '../Thumb'
import { useBox } from '../use-box'
import { squaresClass } from '../viewer/grounds'
import { dragged, HANDLES, type Handle } from './convert'

interface CropFrameProps {
  image: Image
  part: Crop
  /** The shape that is held while a corner is dragged. */
  ratio: number | null
  /** None: it only shows what is kept. */
  onChange?: (part: Crop) => void
  background: string | null
}

const CORNERS = { nw: '-top-1 -left-1 cursor-nwse-resize', ne: '-top-1 -right-1 cursor-nesw-resize', sw: '-bottom-1 -left-1 cursor-nesw-resize', se: '-right-1 -bottom-1 cursor-nwse-resize' }

/** The picture with what is cropped away in the dark. Dragged by its corners, moved whole, or by the arrow keys. */
export function CropFrame({ image, part, ratio, onChange, background }: CropFrameProps) {
  const { t } = useTranslation()
  const pane = useRef<HTMLDivElement>(null)
  const box = useBox(pane)
  const [grip, setGrip] = useState({ x: 0, y: 0 })
  const scale = Math.min(box.width / image.width, box.height / image.height)
  const drag = (handle: Handle, by: { x: number; y: number }) => onChange?.(dragged(part, handle, by, image, ratio))
  const hands = (handle: Handle) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      event.stopPropagation()
      event.currentTarget.setPointerCapture(event.pointerId)
      setGrip({ x: event.clientX, y: event.clientY })
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
      event.stopPropagation()
      const by = { x: Math.round((event.clientX - grip.x) / scale), y: Math.round((event.clientY - grip.y) / scale) }
      if (by.x === 0 && by.y === 0) return
      setGrip({ x: grip.x + by.x * scale, y: grip.y + by.y * scale })
      drag(handle, by)
    },
  })
  const onKeyDown = (event: KeyboardEvent) => {
    const [x, y] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? []
    if (x === undefined || y === undefined) return
    event.preventDefault()
    const step = Math.max(1, Math.round(image.width / 200))
    drag(event.shiftKey ? 'se' : 'all', { x: x * step, y: y * step })
  }
  return (
    <div ref={pane} className="grid h-full min-h-0 place-items-center overflow-hidden rounded-control bg-well">
      <div
        className={cx('relative overflow-hidden', !background && squaresClass)}
        style={{ width: image.width * scale || 0, height: image.height * scale || 0, background: background ?? undefined }}
      >
        <Thumb id={image.id} size={768} alt="" fit="contain" className="size-full" />
        <div
          role="group"
          tabIndex={onChange ? 0 : -1}
          aria-label={t('tools.convert.frame')}
          onKeyDown={onKeyDown}
          {...(onChange ? hands('all') : {})}
          className={cx(
            'absolute outline-2 -outline-offset-1 outline-white/85 focus-visible:outline-accent-line',
            'shadow-[0_0_0_9999px_rgb(0_0_0/0.6)]',
            onChange && 'cursor-move touch-none',
          )}
          style={{ left: part.x * scale, top: part.y * scale, width: part.width * scale, height: part.height * scale }}
        >
          {onChange &&
            HANDLES.map((handle) => (
              <span
                key={handle}
                {...hands(handle)}
                className={cx('absolute size-4 touch-none rounded-sm border-2 border-black/60 bg-white', CORNERS[handle])}
              />
            ))}
        </div>
      </div>
    </div>
  )
}
