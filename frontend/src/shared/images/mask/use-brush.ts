import type { KeyboardEvent, PointerEvent } from 'react'
import { useState } from 'react'
import type { Dot, Painting } from './painting'

export interface Brush {
  /** 1 to 100; how thick, it says in `radiusOf`. */
  size: number
  erase: boolean
}

/** Fine steps for thin brushes, coarse ones for thick. */
export const radiusOf = (size: number, longEdge: number): number => Math.max(1, (longEdge / 4) * (size / 100) ** 2)

export const MIN_SIZE = 5
export const MAX_SIZE = 100

/** Where the brush is, in parts of the picture. */
export interface Place {
  x: number
  y: number
}

type Canvas = HTMLCanvasElement

/** The brush by mouse, pen, finger and arrow keys. */
export function useBrush(painting: Painting, { size, erase }: Brush) {
  const [place, setPlace] = useState<Place | null>(null)
  const [isDown, setDown] = useState(false)

  const dotAt = (canvas: Canvas, at: Place, pressure = 1): Dot => ({
    x: at.x * canvas.width,
    y: at.y * canvas.height,
    radius: radiusOf(size, Math.max(canvas.width, canvas.height)) * pressure,
  })
  const placeOf = (canvas: Canvas, event: { clientX: number; clientY: number }): Place => {
    const box = canvas.getBoundingClientRect()
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height }
  }
  // A mouse says 0.5 for a press, a pen what it feels.
  const pressureOf = ({ pointerType, pressure }: { pointerType: string; pressure: number }) => (pointerType === 'pen' && pressure > 0 ? 0.3 + 0.7 * pressure : 1)

  const onPointerDown = (event: PointerEvent<Canvas>) => {
    const canvas = event.currentTarget
    canvas.setPointerCapture(event.pointerId)
    // The eraser end of a pen, or the right button.
    const wipes = erase || event.button === 5 || event.button === 2
    setDown(true)
    painting.begin(dotAt(canvas, placeOf(canvas, event), pressureOf(event)), wipes)
  }
  const onPointerMove = (event: PointerEvent<Canvas>) => {
    const canvas = event.currentTarget
    setPlace(placeOf(canvas, event))
    if (!canvas.hasPointerCapture(event.pointerId)) return
    const { nativeEvent } = event
    const between = nativeEvent.getCoalescedEvents()
    for (const one of between.length > 0 ? between : [nativeEvent]) painting.extend(dotAt(canvas, placeOf(canvas, one), pressureOf(one)))
  }
  const onPointerUp = () => {
    setDown(false)
    painting.end()
  }
  const onPointerCancel = () => {
    setDown(false)
    painting.abort()
  }
  const onPointerLeave = () => setPlace(null)

  /** Arrows move the brush; P puts it down and lifts it. Says whether the key was for the brush. */
  const onKeyDown = (event: KeyboardEvent<Canvas>) => {
    const canvas = event.currentTarget
    const at = place ?? { x: 0.5, y: 0.5 }
    const step = event.shiftKey ? 0.1 : 0.02
    const moves: Record<string, [number, number]> = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }
    const move = moves[event.key]
    if (move) {
      const next = { x: clamp(at.x + move[0]), y: clamp(at.y + move[1]) }
      setPlace(next)
      if (isDown) painting.extend(dotAt(canvas, next))
    } else if (event.key.toLowerCase() === 'p' && !event.ctrlKey && !event.metaKey) {
      setPlace(at)
      if (isDown) painting.end()
      else painting.begin(dotAt(canvas, at), erase)
      setDown(!isDown)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  return { place, isDown, hands: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel, onPointerLeave, onKeyDown } }
}

const clamp = (part: number) => Math.min(1, Math.max(0, part))
