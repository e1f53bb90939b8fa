import { useEffect, useRef, type PointerEvent, type RefObject } from 'react'
import { panBy, zoomAt, zoomForPixels, type Box, type Point, type View } from './view'

const WHEEL_SPEED = 0.0022
const DOUBLE_CLICK_PIXELS = 1

export type ChangeView = (change: (view: View) => View) => void

/** Wheel zooms at the pointer, dragging pans, a double click goes between fitted and pixel for pixel. */
export function useViewHands(pane: RefObject<HTMLElement | null>, box: Box, picture: Box, change: ChangeView) {
  const drag = useRef<Point | null>(null)

  useEffect(() => {
    const element = pane.current
    if (!element) return
    // React's own wheel listener is passive and could not keep the page from scrolling.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const at = fromMiddle(element, event)
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 32 : 1
      change((view) => zoomAt(view, view.zoom * Math.exp(-event.deltaY * lines * WHEEL_SPEED), at, box, picture))
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [pane, box, picture, change])

  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      drag.current = { x: event.clientX, y: event.clientY }
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const from = drag.current
      if (!from) return
      const by = { x: event.clientX - from.x, y: event.clientY - from.y }
      drag.current = { x: event.clientX, y: event.clientY }
      change((view) => panBy(view, by, box, picture))
    },
    onPointerUp: () => {
      drag.current = null
    },
    onDoubleClick: (event: React.MouseEvent<HTMLElement>) => {
      const at = fromMiddle(event.currentTarget, event)
      const pixels = zoomForPixels(box, picture, DOUBLE_CLICK_PIXELS, window.devicePixelRatio)
      change((view) => zoomAt(view, view.zoom > 1.01 ? 1 : Math.max(pixels, 2), at, box, picture))
    },
  }
}

function fromMiddle(element: HTMLElement, { clientX, clientY }: { clientX: number; clientY: number }): Point {
  const { left, top, width, height } = element.getBoundingClientRect()
  return { x: clientX - left - width / 2, y: clientY - top - height / 2 }
}
