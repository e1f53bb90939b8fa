import { create, type StoreApi, type UseBoundStore } from 'zustand'
import type { Stroke } from '@/bridge/contract'
import type { Point } from '../viewer/view'

export type Mode = Stroke['mode']

/** What is drawn with. `radius` in pixels of the picture. */
export interface Brush {
  mode: Mode
  radius: number
  hardness: number
}

interface Drawing {
  done: readonly Stroke[]
  undone: readonly Stroke[]
  /** The one under the pointer. */
  live: Stroke | null
}

export type DrawingStore = UseBoundStore<StoreApi<Drawing>>
export const createDrawing = (): DrawingStore => create<Drawing>(() => ({ done: [], undone: [], live: null }))

const MOST_POINTS = 10_000
/** Of the radius: closer points would not change the stroke. */
const SPACING = 0.15

export const begin = (drawing: DrawingStore, { mode, radius, hardness }: Brush, at: Point) =>
  drawing.setState({ live: { mode, radius, hardness, points: [[at.x, at.y]] } })

export function extend(drawing: DrawingStore, at: Point): void {
  const { live } = drawing.getState()
  const last = live?.points.at(-1)
  if (!live || !last || live.points.length >= MOST_POINTS) return
  if (Math.hypot(at.x - last[0], at.y - last[1]) < live.radius * SPACING) return
  drawing.setState({ live: { ...live, points: [...live.points, [at.x, at.y]] } })
}

export function finish(drawing: DrawingStore): void {
  const { live, done } = drawing.getState()
  if (live) drawing.setState({ done: [...done, live], undone: [], live: null })
}

export function undo(drawing: DrawingStore): void {
  const { done, undone } = drawing.getState()
  const last = done.at(-1)
  if (last) drawing.setState({ done: done.slice(0, -1), undone: [...undone, last] })
}

export function redo(drawing: DrawingStore): void {
  const { done, undone } = drawing.getState()
  const last = undone.at(-1)
  if (last) drawing.setState({ done: [...done, last], undone: undone.slice(0, -1) })
}
