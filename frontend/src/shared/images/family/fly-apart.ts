import type { Box } from '../viewer/view'

const MS = 200
/** From one piece to the next. */
const LATER_MS = 25

interface Piece {
  /** Of the source, in its pixels: left, top, right, bottom. */
  box: readonly [number, number, number, number]
  url: string
  /** Where it goes. */
  to: Element
}

/** Where a picture lies in an element that it is fitted into, in the window. */
function fitted(area: DOMRect, picture: Box): DOMRect {
  const scale = Math.min(area.width / picture.width, area.height / picture.height)
  const [width, height] = [picture.width * scale, picture.height * scale]
  return new DOMRect(area.x + (area.width - width) / 2, area.y + (area.height - height) / 2, width, height)
}

/** The pieces of a picture part and go to their places. Nothing moves where the system asks for less motion. */
export function flyApart(stage: HTMLElement, source: Box, pieces: readonly Piece[]): void {
  if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return
  const area = stage.getBoundingClientRect()
  const from = fitted(area, source)
  const scale = from.width / source.width
  for (const [index, { box, url, to }] of pieces.entries()) {
    const [left, top, right, bottom] = box
    const start = new DOMRect(from.x + left * scale, from.y + top * scale, (right - left) * scale, (bottom - top) * scale)
    const end = to.getBoundingClientRect()
    const piece = document.createElement('div')
    Object.assign(piece.style, {
      position: 'absolute',
      left: `${start.x - area.x}px`,
      top: `${start.y - area.y}px`,
      width: `${start.width}px`,
      height: `${start.height}px`,
      background: `url("${url}") center / cover`,
      borderRadius: '4px',
      transformOrigin: '0 0',
      pointerEvents: 'none',
      zIndex: '5',
    })
    stage.append(piece)
    const [x, y] = [end.x - start.x, end.y - start.y]
    const apart = { x: (start.x + start.width / 2 - from.x - from.width / 2) * 0.06, y: (start.y + start.height / 2 - from.y - from.height / 2) * 0.06 }
    piece
      .animate(
        [
          { transform: 'none' },
          { transform: `translate(${apart.x}px, ${apart.y}px)`, offset: 0.3 },
          { transform: `translate(${x}px, ${y}px) scale(${end.width / start.width}, ${end.height / start.height})` },
        ],
        { duration: MS, delay: index * LATER_MS, easing: 'cubic-bezier(0.2, 0.8, 0.2, 1)', fill: 'both' },
      )
      .finished.catch(() => null)
      .finally(() => piece.remove())
  }
}
