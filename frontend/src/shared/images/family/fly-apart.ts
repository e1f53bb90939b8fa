import { thumbUrl } from '@/bridge/call'
import type { Box } from '../viewer/view'
import type { Child } from './offspring'

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
function fitted(area: DOMRect, picture: Box, most: number): DOMRect {
  const scale = Math.min(area.width / picture.width, area.height / picture.height, most)
  const [width, height] = [picture.width * scale, picture.height * scale]
  return new DOMRect(area.x + (area.width - width) / 2, area.y + (area.height - height) / 2, width, height)
}

interface Flight {
  /** What they fly over. */
  stage: HTMLElement
  /** What the picture is fitted into, and how far it is blown up at most. */
  pane: Element
  most?: number
  source: Box
  pieces: readonly Piece[]
}

/** The pieces of a picture part and go to their places. Nothing moves where the system asks for less motion. */
function flyApart({ stage, pane, most = Infinity, source, pieces }: Flight): void {
  if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return
  const area = stage.getBoundingClientRect()
  const from = fitted(pane.getBoundingClientRect(), source, most)
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

/** A split that came so lately flies apart as its cells appear, once. */
const LATELY_MS = 8_000
const flown = new Set<string>()

/** The cells of `family` that just came of the source fly to where they are from now on. */
export function flyFresh(
  flight: Omit<Flight, 'pieces' | 'source'> & { source: Box & { id: string } },
  family: readonly Child[],
  placeOf: (id: string) => Element | null,
): void {
  const isFresh = ({ id, parent, created }: Child) =>
    parent === flight.source.id && !flown.has(id) && Date.now() - Date.parse(created) < LATELY_MS
  const pieces = family.filter(isFresh).flatMap(({ id, box }) => {
    const to = placeOf(id)
    if (!to) return []
    flown.add(id)
    return box ? [{ box, to, url: thumbUrl(id, 320) }] : []
  })
  flyApart({ ...flight, pieces })
}
