import { useLayoutEffect, useRef } from 'react'
import type { Image } from '@/bridge/contract'
import { paint } from './paint'
import type { Original } from './use-original'
import { clampView, placeInside, placeOf, type Box } from './view'
import type { LensStore, ViewStore } from './view-store'

/** CSS pixels across. */
const SIZE = 260

interface LensViewProps {
  /** What lies under the pointer; of two, each takes half of the lens. */
  layers: readonly { image: Image; original: Original }[]
  lens: LensStore
  view: ViewStore
  box: Box
  frame: Box
}

/** A round glass over the pointer's place. In panes side by side each has its own, over the same place. */
export function LensView({ layers, lens, view, box, frame }: LensViewProps) {
  const glass = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    let asked = 0
    const draw = () => {
      asked = 0
      const { at, power } = lens.getState()
      const element = glass.current
      if (!element) return
      element.hidden = at === null
      if (!at) return
      const place = placeInside(placeOf(clampView(view.getState(), box, frame), box, frame), frame)
      element.style.transform = `translate(${place.x + at.x * place.width - SIZE / 2}px, ${place.y + at.y * place.height - SIZE / 2}px)`
      const part = { width: SIZE / layers.length, height: SIZE }
      for (const [index, canvas] of [...element.querySelectorAll('canvas')].entries()) {
        const layer = layers[index]
        if (!layer) continue
        const { image, original } = layer
        // Of the frame's pixels, so that layers of other sizes show the same detail.
        const scale = power / window.devicePixelRatio
        const [width, height] = [frame.width * scale, frame.height * scale]
        const spot = { width, height, x: SIZE / 2 - index * part.width - at.x * width, y: SIZE / 2 - at.y * height }
        paint(canvas, { levels: original.levels, place: placeInside(spot, image), box: part, full: image.width, fine: true, ground: 'squares' })
      }
    }
    const soon = () => {
      asked ||= requestAnimationFrame(draw)
    }
    draw()
    const leave = [lens.subscribe(soon), view.subscribe(soon)]
    return () => {
      for (const end of leave) end()
      cancelAnimationFrame(asked)
    }
  }, [layers, lens, view, box, frame])
  return (
    <div
      ref={glass}
      hidden
      aria-hidden
      data-lens
      className="pointer-events-none absolute top-0 left-0 flex overflow-hidden rounded-full bg-well shadow-overlay outline-2 outline-white/80 [&[hidden]]:hidden"
      style={{ width: SIZE, height: SIZE }}
    >
      {layers.map(({ image }) => (
        <canvas key={image.id} className="h-full min-w-0 flex-1 border-white/60 not-first:border-l" />
      ))}
    </div>
  )
}
