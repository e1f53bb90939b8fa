import type { PointerEvent } from 'react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useBox } from '../use-box'

const MAX_ZOOM = 12
/** Small pictures are blown up to be painted on, so far. */
const MAX_FIT = 4
const MARGIN_PX = 24

interface Spot {
  clientX: number
  clientY: number
}

/** Zooms and scrolls a picture: wheel, two fingers, a drag with Space or the middle button. `onTwoFingers`: what one finger began is no stroke. */
export function useZoom(picture: { width: number; height: number }, onTwoFingers: () => void) {
  const frame = useRef<HTMLDivElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const box = useBox(frame)
  const [zoom, setZoom] = useState(1)
  /** The part of the picture that stays under a spot of the screen while it grows. */
  const anchor = useRef<(Spot & { x: number; y: number }) | null>(null)
  const touches = useRef(new Map<number, Spot>())
  const [isPanning, setPanning] = useState(false)
  const fit = Math.max(0.01, Math.min((box.width - MARGIN_PX) / picture.width, (box.height - MARGIN_PX) / picture.height, MAX_FIT))

  const zoomBy = (factor: number, at?: Spot) => {
    const shown = canvas.current?.getBoundingClientRect()
    const around = frame.current?.getBoundingClientRect()
    if (!shown || !around) return
    const spot = at ?? { clientX: around.left + around.width / 2, clientY: around.top + around.height / 2 }
    anchor.current = { clientX: spot.clientX, clientY: spot.clientY, x: (spot.clientX - shown.left) / shown.width, y: (spot.clientY - shown.top) / shown.height }
    setZoom((now) => Math.min(MAX_ZOOM, Math.max(1, factor === 0 ? 1 : now * factor)))
  }
  const scrollBy = (x: number, y: number) => scroller.current?.scrollBy(x, y)

  useLayoutEffect(() => {
    const held = anchor.current
    const shown = canvas.current?.getBoundingClientRect()
    if (!held || !shown) return
    anchor.current = null
    scroller.current?.scrollBy(shown.left + held.x * shown.width - held.clientX, shown.top + held.y * shown.height - held.clientY)
  }, [zoom])

  useEffect(() => {
    const target = frame.current
    if (!target) return
    const onWheel = (event: WheelEvent) => {
      if (event.shiftKey) return
      event.preventDefault()
      zoomBy(Math.exp(-event.deltaY / (event.ctrlKey ? 100 : 400)), event)
    }
    // React listens passively, and the frame would scroll as well.
    target.addEventListener('wheel', onWheel, { passive: false })
    return () => target.removeEventListener('wheel', onWheel)
  })

  const onPointerDownCapture = (event: PointerEvent, isHeld: boolean) => {
    if (event.pointerType === 'touch') {
      touches.current.set(event.pointerId, { clientX: event.clientX, clientY: event.clientY })
      if (touches.current.size < 2) return
      onTwoFingers()
    } else if (event.button === 1 || isHeld) {
      event.preventDefault()
      event.currentTarget.setPointerCapture(event.pointerId)
      setPanning(true)
    } else return
    event.stopPropagation()
  }
  const onPointerMoveCapture = (event: PointerEvent) => {
    const before = touches.current.get(event.pointerId)
    if (isPanning) scrollBy(-event.movementX, -event.movementY)
    else if (before && touches.current.size > 1) pinch(event, before)
    else return
    event.stopPropagation()
  }
  /** One of two fingers moved: the distance to the other is the zoom, half its way the scroll. */
  const pinch = (event: PointerEvent, before: Spot) => {
    const other = [...touches.current].find(([id]) => id !== event.pointerId)?.[1]
    touches.current.set(event.pointerId, { clientX: event.clientX, clientY: event.clientY })
    if (!other) return
    const apart = (one: Spot) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY)
    scrollBy((before.clientX - event.clientX) / 2, (before.clientY - event.clientY) / 2)
    zoomBy(apart(event) / Math.max(1, apart(before)), { clientX: (event.clientX + other.clientX) / 2, clientY: (event.clientY + other.clientY) / 2 })
  }
  const onPointerEndCapture = (event: PointerEvent) => {
    touches.current.delete(event.pointerId)
    setPanning(false)
  }

  return {
    frame,
    scroller,
    canvas,
    zoom,
    zoomBy,
    isPanning,
    shown: { width: picture.width * fit * zoom, height: picture.height * fit * zoom },
    hands: { onPointerDownCapture, onPointerMoveCapture, onPointerUpCapture: onPointerEndCapture, onPointerCancelCapture: onPointerEndCapture },
  }
}
