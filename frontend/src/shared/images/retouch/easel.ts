import type { Stroke } from '@/bridge/contract'
import { levelFor, type Level } from '../viewer/paint'
import type { Box } from '../viewer/view'

/** Long edge of the preview, pixels. The engine draws the strokes anew on every pixel of the picture. */
const PREVIEW = 2048

/**
 * A preview of strokes over a cut-out. What is finished is drawn once and kept; only the stroke under the pointer is drawn with
 * each move.
 */
export class Easel {
  readonly #scale: number
  readonly #base: Level
  readonly #source: Level
  readonly #kept: OffscreenCanvas
  readonly #shown: OffscreenCanvas
  readonly #stroke: OffscreenCanvas
  #drawn: readonly Stroke[] = []

  constructor(cutOut: readonly Level[], source: readonly Level[], picture: Box) {
    this.#scale = Math.min(1, PREVIEW / Math.max(picture.width, picture.height))
    const [width, height] = [Math.round(picture.width * this.#scale), Math.round(picture.height * this.#scale)]
    this.#base = levelFor(cutOut, width) ?? new OffscreenCanvas(1, 1)
    this.#source = levelFor(source, width) ?? new OffscreenCanvas(1, 1)
    this.#kept = new OffscreenCanvas(width, height)
    this.#shown = new OffscreenCanvas(width, height)
    this.#stroke = new OffscreenCanvas(width, height)
    contextOf(this.#kept).drawImage(this.#base, 0, 0, width, height)
  }

  /** The cut-out with these strokes, and with the one that is being drawn. */
  with(done: readonly Stroke[], live: Stroke | null): readonly Level[] {
    this.#keep(done)
    let shown = this.#kept
    if (live) {
      const context = contextOf(this.#shown)
      context.globalCompositeOperation = 'copy'
      context.drawImage(this.#kept, 0, 0)
      context.globalCompositeOperation = 'source-over'
      this.#lay(this.#shown, live)
      shown = this.#shown
    }
    return [shown]
  }

  close(): void {
    for (const canvas of [this.#kept, this.#shown, this.#stroke]) canvas.width = 0
  }

  #keep(done: readonly Stroke[]): void {
    const isMore = this.#drawn.every((stroke, index) => stroke === done[index])
    if (!isMore) {
      const context = contextOf(this.#kept)
      context.clearRect(0, 0, this.#kept.width, this.#kept.height)
      context.drawImage(this.#base, 0, 0, this.#kept.width, this.#kept.height)
    }
    for (const stroke of isMore ? done.slice(this.#drawn.length) : done) this.#lay(this.#kept, stroke)
    this.#drawn = done
  }

  /** Erasing takes alpha away; restoring lays the source's pixels over it. */
  #lay(target: OffscreenCanvas, stroke: Stroke): void {
    const brush = contextOf(this.#stroke)
    const { width, height } = this.#stroke
    brush.globalCompositeOperation = 'source-over'
    brush.clearRect(0, 0, width, height)
    strokePath(brush, stroke, this.#scale)
    if (stroke.mode === 'restore') {
      brush.globalCompositeOperation = 'source-in'
      brush.drawImage(this.#source, 0, 0, width, height)
    }
    const context = contextOf(target)
    context.globalCompositeOperation = stroke.mode === 'erase' ? 'destination-out' : 'source-over'
    context.drawImage(this.#stroke, 0, 0)
    context.globalCompositeOperation = 'source-over'
  }
}

/** The stroke in solid ink; a soft edge by a blur of what is not hard. */
function strokePath(context: OffscreenCanvasRenderingContext2D, { points, radius, hardness = 0.8 }: Stroke, scale: number): void {
  const soft = radius * scale * (1 - hardness)
  context.save()
  if (soft >= 1) context.filter = `blur(${soft / 2}px)`
  context.lineCap = 'round'
  context.lineJoin = 'round'
  context.lineWidth = Math.max(1, 2 * (radius * scale - soft / 2))
  context.strokeStyle = '#000'
  context.beginPath()
  const [first, ...rest] = points
  if (first) context.moveTo(first[0] * scale, first[1] * scale)
  // A tap is a dot: a line needs somewhere to go.
  for (const [x, y] of rest.length > 0 ? rest : first ? [[first[0] + 0.01, first[1]] as const] : []) context.lineTo(x * scale, y * scale)
  context.stroke()
  context.restore()
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  return context
}
