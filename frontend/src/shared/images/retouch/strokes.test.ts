import { describe, expect, it } from 'vitest'
import { begin, createDrawing, extend, finish, redo, undo } from './strokes'

const brush = { mode: 'erase', radius: 10, hardness: 0.8 } as const
const drawn = (...strokes: number[]) => {
  const drawing = createDrawing()
  for (const x of strokes) {
    begin(drawing, brush, { x, y: 0 })
    finish(drawing)
  }
  return drawing
}
const starts = (drawing: ReturnType<typeof createDrawing>) => drawing.getState().done.map(({ points }) => points[0]?.[0])

describe('strokes of the brush', () => {
  it('go back one by one and come again in their order', () => {
    const drawing = drawn(1, 2, 3)
    undo(drawing)
    undo(drawing)
    expect(starts(drawing)).toEqual([1])
    redo(drawing)
    expect(starts(drawing)).toEqual([1, 2])
  })

  it('cannot come again after another was drawn', () => {
    const drawing = drawn(1, 2)
    undo(drawing)
    begin(drawing, brush, { x: 9, y: 0 })
    finish(drawing)
    redo(drawing)
    expect(starts(drawing)).toEqual([1, 9])
  })

  it('keep no points that change nothing', () => {
    const drawing = createDrawing()
    begin(drawing, brush, { x: 0, y: 0 })
    for (let x = 0.1; x < 3; x += 0.1) extend(drawing, { x, y: 0 })
    expect(drawing.getState().live?.points).toHaveLength(2)
  })
})
