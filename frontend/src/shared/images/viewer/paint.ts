import type { Box, Point } from './view'

/** From this many screen pixels to one of the picture, the pixels are shown as squares. */
const SQUARES = 2

/** The pixels of a picture, or of it made smaller. */
export type Level = ImageBitmap | OffscreenCanvas

type Place = Box & Point

/** What lies under a picture that is not opaque: nothing, squares, or a colour as `#rrggbb`. */
export type Ground = 'none' | 'squares' | (string & {})

/** The smallest level that has a pixel for each one shown: drawing it is quick, and nothing is lost. */
export const levelFor = (levels: readonly Level[], shown: number): Level | undefined =>
  levels.findLast(({ width }) => width >= shown) ?? levels[0]

/** The part of a level that is seen, in whole pixels of it. */
export function seenPart(level: Box, place: Place, box: Box): Place {
  const [across, down] = [place.width / level.width, place.height / level.height]
  const x = Math.max(0, Math.floor(-place.x / across))
  const y = Math.max(0, Math.floor(-place.y / down))
  return {
    x,
    y,
    width: Math.max(0, Math.min(level.width, Math.ceil((box.width - place.x) / across)) - x),
    height: Math.max(0, Math.min(level.height, Math.ceil((box.height - place.y) / down)) - y),
  }
}

interface Painting {
  levels: readonly Level[]
  /** CSS pixels. */
  place: Place
  box: Box
  /** Width of the whole picture in its own pixels. */
  full: number
  /** Quick while it moves, fine when it rests. */
  fine: boolean
  /** What shows through it. */
  ground?: Ground
}

/** Device pixels throughout: at 100 % each of the picture's pixels is one of the screen's. Only what is seen is drawn. */
export function paint(canvas: HTMLCanvasElement, { levels, place, box, full, fine, ground = 'none' }: Painting): void {
  const ratio = window.devicePixelRatio
  const size = { width: Math.round(box.width * ratio), height: Math.round(box.height * ratio) }
  // Not laid out yet.
  if (size.width === 0 || size.height === 0) return
  if (canvas.width !== size.width || canvas.height !== size.height) Object.assign(canvas, size)
  const context = canvas.getContext('2d')
  if (!context) return
  context.clearRect(0, 0, size.width, size.height)
  const target = {
    x: Math.round(place.x * ratio),
    y: Math.round(place.y * ratio),
    width: Math.max(1, Math.round(place.width * ratio)),
    height: Math.max(1, Math.round(place.height * ratio)),
  }
  const level = levelFor(levels, target.width)
  if (!level || level.width === 0) return
  const part = seenPart(level, target, size)
  if (part.width === 0 || part.height === 0) return
  if (ground !== 'none') {
    context.fillStyle = ground === 'squares' ? squares(context) : ground
    context.fillRect(target.x, target.y, target.width, target.height)
  }
  context.imageSmoothingEnabled = target.width / full < SQUARES
  context.imageSmoothingQuality = fine ? 'high' : 'low'
  const [across, down] = [target.width / level.width, target.height / level.height]
  context.drawImage(
    level,
    part.x,
    part.y,
    part.width,
    part.height,
    target.x + part.x * across,
    target.y + part.y * down,
    part.width * across,
    part.height * down,
  )
}

const CHECK = 10

/** By their colours: one is enough for all frames. */
const tiles = new Map<string, OffscreenCanvas>()

/** The checks of a transparent picture, in the theme's greys. */
function squares(context: CanvasRenderingContext2D): CanvasPattern | string {
  const style = getComputedStyle(context.canvas)
  const [dark, light] = [style.getPropertyValue('--check-a'), style.getPropertyValue('--check-b')]
  const tile = tiles.get(dark) ?? tileOf(dark, light)
  tiles.set(dark, tile)
  return context.createPattern(tile, 'repeat') ?? 'transparent'
}

function tileOf(dark: string, light: string): OffscreenCanvas {
  const tile = new OffscreenCanvas(2 * CHECK, 2 * CHECK)
  const ink = tile.getContext('2d')
  if (!ink) return tile
  ink.fillStyle = dark
  ink.fillRect(0, 0, 2 * CHECK, 2 * CHECK)
  ink.fillStyle = light
  ink.fillRect(0, 0, CHECK, CHECK)
  ink.fillRect(CHECK, CHECK, CHECK, CHECK)
  return tile
}
