import { useQueryClient } from '@tanstack/react-query'
import { useState, type PointerEvent, type RefObject } from 'react'
import type { Look } from '../look/look-state'
import { pictureAt } from '../queries'
import { clearSelection, MOST_SELECTED, useGrid } from './grid-state'
import { touched, type Box, type TileLayout } from './layout'

/** From where on a press is a drag, CSS pixels. */
const SLACK = 5
/** So near to an edge the grid scrolls under the pointer. */
const EDGE = 36

/** A rectangle that is drawn from between the tiles chooses all that it touches; with Ctrl, ⌘ or Shift beside what is chosen. */
export function useRubberBand(scroller: RefObject<HTMLDivElement | null>, look: Look, layout: TileLayout, total: number) {
  const client = useQueryClient()
  const [box, setBox] = useState<{ left: number; top: number; width: number; height: number } | null>(null)

  const onPointerDown = (event: PointerEvent) => {
    const area = scroller.current
    if (!area || event.button !== 0 || (event.target as HTMLElement).closest('[data-tile], button')) return
    // Not on the scrollbar.
    if (event.clientX - area.getBoundingClientRect().left > area.clientWidth) return
    const before = event.ctrlKey || event.metaKey || event.shiftKey ? useGrid.getState().selected : new Set<string>()
    const place = ({ clientX, clientY }: { clientX: number; clientY: number }) => {
      const frame = area.getBoundingClientRect()
      return { x: clientX - frame.left, y: clientY - frame.top + area.scrollTop }
    }
    const begin = place(event)
    let moving = false
    const onMove = (moved: globalThis.PointerEvent) => {
      const here = place(moved)
      moving ||= Math.hypot(here.x - begin.x, here.y - begin.y) > SLACK
      if (!moving) return
      const frame = area.getBoundingClientRect()
      if (moved.clientY > frame.bottom - EDGE) area.scrollBy({ top: 14 })
      if (moved.clientY < frame.top + EDGE) area.scrollBy({ top: -14 })
      const band: Box = { left: Math.min(begin.x, here.x), right: Math.max(begin.x, here.x), top: Math.min(begin.y, here.y), bottom: Math.max(begin.y, here.y) }
      setBox({ left: band.left, top: band.top, width: band.right - band.left, height: band.bottom - band.top })
      const inside = touched(band, layout, total).flatMap((index) => pictureAt(client, look, index)?.id ?? [])
      useGrid.setState({ selected: new Set([...before, ...inside].slice(0, MOST_SELECTED)) })
    }
    const onEnd = () => {
      window.removeEventListener('pointermove', onMove)
      window.removeEventListener('pointerup', onEnd)
      window.removeEventListener('pointercancel', onEnd)
      setBox(null)
      if (!moving && before.size === 0) clearSelection()
    }
    window.addEventListener('pointermove', onMove)
    window.addEventListener('pointerup', onEnd)
    window.addEventListener('pointercancel', onEnd)
  }
  return { box, onPointerDown }
}
