import { useEffect, useLayoutEffect, useMemo, useRef, type PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Image } from '@/bridge/contract'
import { useBox } from '../use-box'
import { paint, type Ground } from '../viewer/paint'
import { useOriginal } from '../viewer/use-original'
import { useViewHands } from '../viewer/use-view-hands'
import { clampView, placeOf, type Point } from '../viewer/view'
import type { ViewStore } from '../viewer/view-store'
import { Easel } from './easel'
import { begin, extend, finish, type Brush, type DrawingStore } from './strokes'

interface RetouchCanvasProps {
  image: Image
  source: Image
  brush: Brush
  drawing: DrawingStore
  view: ViewStore
  ground: Ground
}

/** The cut-out under the brush. The left button draws; the wheel zooms, the middle button pans. */
export function RetouchCanvas({ image, source, brush, drawing, view, ground }: RetouchCanvasProps) {
  const { t } = useTranslation()
  const pane = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const ring = useRef<HTMLDivElement>(null)
  const box = useBox(pane)
  const [before, behind] = [useOriginal(image.id), useOriginal(source.id)]
  const easel = useMemo(
    () => (before.whole && behind.whole ? new Easel(before.levels, behind.levels, image) : null),
    [before, behind, image],
  )
  const { handlers, startPan } = useViewHands(pane, box, image, view, null)
  const now = useStore(view)
  const place = placeOf(clampView(now, box, image), box, image)
  const scale = place.width / image.width
  const panning = useRef(false)

  useEffect(() => () => easel?.close(), [easel])

  useLayoutEffect(() => {
    let asked = 0
    const draw = () => {
      asked = 0
      const { done, live } = drawing.getState()
      const levels = easel?.with(done, live) ?? before.levels
      const target = placeOf(clampView(view.getState(), box, image), box, image)
      if (canvas.current) paint(canvas.current, { levels, place: target, box, full: image.width, fine: true, ground })
    }
    const soon = () => {
      asked ||= requestAnimationFrame(draw)
    }
    draw()
    const leave = [drawing.subscribe(soon), view.subscribe(soon)]
    return () => {
      for (const end of leave) end()
      cancelAnimationFrame(asked)
    }
  }, [easel, before, drawing, view, box, image, ground])

  const at = (event: PointerEvent<HTMLElement>): Point => {
    const area = event.currentTarget.getBoundingClientRect()
    return { x: (event.clientX - area.left - place.x) / scale, y: (event.clientY - area.top - place.y) / scale }
  }
  const followRing = (event: PointerEvent<HTMLElement>) => {
    const area = event.currentTarget.getBoundingClientRect()
    const size = brush.radius * scale
    if (!ring.current) return
    ring.current.hidden = false
    ring.current.style.transform = `translate(${event.clientX - area.left - size}px, ${event.clientY - area.top - size}px)`
  }
  return (
    <div
      ref={pane}
      data-retouch={easel ? 'ready' : 'loading'}
      className="relative min-h-0 flex-1 cursor-none touch-none overflow-hidden bg-well"
      onPointerDown={(event) => {
        panning.current = event.button === 1
        event.currentTarget.setPointerCapture(event.pointerId)
        if (panning.current) startPan(event)
        else if (event.button === 0) begin(drawing, brush, at(event))
      }}
      onPointerMove={(event) => {
        followRing(event)
        if (panning.current) handlers.onPointerMove(event)
        else if (drawing.getState().live) extend(drawing, at(event))
      }}
      onPointerUp={() => {
        handlers.onPointerUp()
        panning.current = false
        finish(drawing)
      }}
      onPointerLeave={() => {
        if (ring.current) ring.current.hidden = true
      }}
    >
      <canvas ref={canvas} role="img" aria-label={t('tools.retouch.canvas')} className="pointer-events-none absolute inset-0 size-full" />
      <div
        ref={ring}
        hidden
        aria-hidden
        className="pointer-events-none absolute top-0 left-0 rounded-full border border-white shadow-[0_0_0_1px_rgb(0_0_0/0.7)] [&[hidden]]:hidden"
        style={{ width: 2 * brush.radius * scale, height: 2 * brush.radius * scale }}
      />
    </div>
  )
}
