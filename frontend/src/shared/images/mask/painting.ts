/** A place of the brush in pixels of the mask, and how thick it is there. */
export interface Dot {
  x: number
  y: number
  radius: number
}

interface Stroke {
  kind: 'stroke'
  erase: boolean
  dots: Dot[]
}
type Step = Stroke | { kind: 'invert' } | { kind: 'clear' }

export interface PaintingState {
  canUndo: boolean
  canRedo: boolean
}

/** Amber in dark stripes, which no picture has: what counts is where it is. */
function makePaint(context: CanvasRenderingContext2D): CanvasPattern | string {
  const tile = Object.assign(document.createElement('canvas'), { width: STRIPE_PX, height: STRIPE_PX })
  const pen = tile.getContext('2d')
  if (!pen) return AMBER
  pen.fillStyle = AMBER
  pen.fillRect(0, 0, STRIPE_PX, STRIPE_PX)
  pen.strokeStyle = '#3a2500'
  pen.lineWidth = STRIPE_PX / 5
  for (const shift of [-STRIPE_PX, 0, STRIPE_PX]) {
    pen.moveTo(shift - 1, STRIPE_PX + 1)
    pen.lineTo(shift + STRIPE_PX + 1, -1)
  }
  pen.stroke()
  return context.createPattern(tile, 'repeat') ?? AMBER
}

const AMBER = '#f0a63c'
const STRIPE_PX = 16

/** What is painted over a picture, as steps that can be taken back. Lives beside React: a stroke draws no component anew. */
export class Painting {
  #canvas: HTMLCanvasElement | null = null
  #paint: CanvasPattern | string = AMBER
  #base: CanvasImageSource | null
  #done: Step[] = []
  #undone: Step[] = []
  #stroke: Stroke | null = null
  #state: PaintingState = { canUndo: false, canRedo: false }
  #listeners = new Set<() => void>()

  constructor(base: CanvasImageSource | null = null) {
    this.#base = base
  }

  attach = (canvas: HTMLCanvasElement | null) => {
    this.#canvas = canvas
    const context = canvas?.getContext('2d')
    if (context) this.#paint = makePaint(context)
    this.#redraw()
  }
  subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }
  state = () => this.#state

  begin(dot: Dot, erase: boolean) {
    this.#stroke = { kind: 'stroke', erase, dots: [dot] }
    this.#draw((context) => drawStroke(context, erase, [dot]))
  }

  extend(dot: Dot) {
    const stroke = this.#stroke
    const before = stroke?.dots.at(-1)
    if (!stroke || !before) return
    stroke.dots.push(dot)
    this.#draw((context) => drawStroke(context, stroke.erase, [before, dot]))
  }

  end() {
    if (this.#stroke) this.#take(this.#stroke)
    this.#stroke = null
  }

  /** As if the stroke had not begun. */
  abort() {
    this.#stroke = null
    this.#redraw()
  }

  invert = () => this.#take({ kind: 'invert' }, true)
  clear = () => this.#take({ kind: 'clear' }, true)

  undo = () => {
    this.end()
    const step = this.#done.pop()
    if (step) this.#undone.push(step)
    this.#changed()
  }

  redo = () => {
    const step = this.#undone.pop()
    if (step) this.#done.push(step)
    this.#changed()
  }

  #take(step: Step, redraw = false) {
    this.#done.push(step)
    this.#undone = []
    this.#changed(redraw)
  }

  #changed(redraw = true) {
    if (redraw) this.#redraw()
    this.#state = { canUndo: this.#done.length > 0, canRedo: this.#undone.length > 0 }
    for (const listener of this.#listeners) listener()
  }

  #draw(draw: (context: CanvasRenderingContext2D, canvas: HTMLCanvasElement) => void) {
    const context = this.#canvas?.getContext('2d')
    if (!context || !this.#canvas) return
    context.save()
    context.fillStyle = this.#paint
    context.strokeStyle = this.#paint
    draw(context, this.#canvas)
    context.restore()
  }

  #redraw() {
    this.#draw((context, { width, height }) => {
      context.clearRect(0, 0, width, height)
      if (this.#base) context.drawImage(this.#base, 0, 0, width, height)
      fillPainted(context, width, height)
    })
    for (const step of this.#done) {
      this.#draw((context, { width, height }) => {
        if (step.kind === 'clear') return context.clearRect(0, 0, width, height)
        if (step.kind === 'stroke') return drawStroke(context, step.erase, step.dots)
        context.globalCompositeOperation = 'source-out'
        context.fillRect(0, 0, width, height)
      })
    }
  }
}

/** Gives what is painted already our paint. */
function fillPainted(context: CanvasRenderingContext2D, width: number, height: number) {
  context.globalCompositeOperation = 'source-in'
  context.fillRect(0, 0, width, height)
}

function drawStroke(context: CanvasRenderingContext2D, erase: boolean, dots: readonly Dot[]) {
  context.globalCompositeOperation = erase ? 'destination-out' : 'source-over'
  context.lineCap = 'round'
  let before: Dot | null = null
  for (const dot of dots) {
    context.beginPath()
    if (before) {
      context.lineWidth = before.radius + dot.radius
      context.moveTo(before.x, before.y)
      context.lineTo(dot.x, dot.y)
      context.stroke()
    } else {
      context.arc(dot.x, dot.y, dot.radius, 0, 2 * Math.PI)
      context.fill()
    }
    before = dot
  }
}
