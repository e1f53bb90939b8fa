import { useEffect, useRef, type PointerEvent, type RefObject } from 'react'
import { clampView, panBy, placeOf, zoomAt, zoomForPixels, type Box, type Point } from './view'
import type { LensStore, ViewStore } from './view-store'

const WHEEL_SPEED = 0.0022
const DOUBLE_CLICK_PIXELS = 1
const POWERS = [2, 4, 8, 16]

/**
 * Wheel zooms at the pointer, dragging pans, a double click goes between fitted and pixel for pixel. With a lens, it follows the
 * pointer, and Shift with the wheel changes its power.
 */
export function useViewHands(
  pane: RefObject<HTMLElement | null>,
  box: Box,
  picture: Box,
  view: ViewStore,
  lens: LensStore | null,
) {
  const drag = useRef<Point | null>(null)

  useEffect(() => {
    const element = pane.current
    if (!element) return
    // React's own wheel listener is passive and could not keep the page from scrolling.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const delta = (event.deltaY || event.deltaX) * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 32 : 1)
      if (lens && event.shiftKey) return lens.setState(({ power }) => ({ power: stepped(power, delta < 0 ? 1 : -1) }))
      const at = fromMiddle(element, event)
      view.setState((now) => zoomAt(now, now.zoom * Math.exp(-delta * WHEEL_SPEED), at, box, picture))
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [pane, box, picture, view, lens])

  const follow = (event: PointerEvent<HTMLElement>) => {
    if (!lens) return
    const at = fromMiddle(event.currentTarget, event)
    const place = placeOf(clampView(view.getState(), box, picture), box, picture)
    const [x, y] = [(at.x + box.width / 2 - place.x) / place.width, (at.y + box.height / 2 - place.y) / place.height]
    lens.setState({ at: x >= 0 && x <= 1 && y >= 0 && y <= 1 ? { x, y } : null })
  }
  const startPan = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { x: event.clientX, y: event.clientY }
  }
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button === 0) startPan(event)
  }
  const handlers = {
    onPointerDown,
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      follow(event)
      const from = drag.current
      if (!from) return
      const by = { x: event.clientX - from.x, y: event.clientY - from.y }
      drag.current = { x: event.clientX, y: event.clientY }
      view.setState((now) => panBy(now, by, box, picture))
    },
    onPointerUp: () => {
      drag.current = null
    },
    onPointerLeave: () => lens?.setState({ at: null }),
    onDoubleClick: (event: React.MouseEvent<HTMLElement>) => {
      const at = fromMiddle(event.currentTarget, event)
      const pixels = zoomForPixels(box, picture, DOUBLE_CLICK_PIXELS, window.devicePixelRatio)
      view.setState((now) => zoomAt(now, now.zoom > 1.01 ? 1 : Math.max(pixels, 2), at, box, picture))
    },
  }
  return { handlers, startPan }
}

const stepped = (power: number, step: 1 | -1): number => POWERS[POWERS.indexOf(power) + step] ?? power

function fromMiddle(element: HTMLElement, { clientX, clientY }: { clientX: number; clientY: number }): Point {
  const { left, top, width, height } = element.getBoundingClientRect()
  return { x: clientX - left - width / 2, y: clientY - top - height / 2 }
}
