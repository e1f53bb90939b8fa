import { describe, expect, it, vi } from 'vitest'
import { Painting } from './painting'
import { radiusOf } from './use-brush'

/** What is asked of a canvas, in order; jsdom has none. */
function drawn() {
  const said: string[] = []
  const kept = ['lineTo', 'arc']
  const context = new Proxy<Record<string, unknown>>({}, {
    get: (_, name: string) => (...args: unknown[]) => {
      if (kept.includes(name)) said.push(`${name} ${args.length}`)
    },
    set: (_, name: string, value) => {
      if (name === 'globalCompositeOperation') said.push(String(value))
      return true
    },
  })
  const canvas = { width: 100, height: 50, getContext: () => context } as unknown as HTMLCanvasElement
  return { canvas, said, forget: () => said.splice(0) }
}
const dot = (x: number) => ({ x, y: 1, radius: 5 })

describe('a painting', () => {
  it('draws a stroke as it goes, and wipes with the eraser', () => {
    const { canvas, said, forget } = drawn()
    const painting = new Painting()
    painting.attach(canvas)
    forget()
    painting.begin(dot(1), false)
    painting.extend(dot(9))
    painting.end()
    painting.begin(dot(3), true)
    expect(said).toEqual(['source-over', 'arc 5', 'source-over', 'arc 5', 'lineTo 2', 'destination-out', 'arc 5'])
  })

  it('takes steps back and does them again, and forgets those after a new one', () => {
    const { canvas } = drawn()
    const painting = new Painting()
    painting.attach(canvas)
    const heard = vi.fn()
    painting.subscribe(heard)
    expect(painting.state()).toEqual({ canUndo: false, canRedo: false })
    painting.invert()
    painting.clear()
    painting.undo()
    expect(painting.state()).toEqual({ canUndo: true, canRedo: true })
    painting.invert()
    expect(painting.state()).toEqual({ canUndo: true, canRedo: false })
    painting.undo()
    painting.undo()
    painting.undo()
    expect(painting.state()).toEqual({ canUndo: false, canRedo: true })
    expect(heard).toHaveBeenCalled()
  })

  it('has nothing of a stroke that was no stroke', () => {
    const painting = new Painting()
    painting.attach(drawn().canvas)
    painting.begin(dot(1), false)
    painting.abort()
    painting.end()
    expect(painting.state().canUndo).toBe(false)
  })
})

it('makes fine brushes finer', () => {
  expect(radiusOf(100, 1000)).toBe(250)
  expect(radiusOf(10, 1000)).toBeCloseTo(2.5)
  expect(radiusOf(1, 100)).toBe(1)
})
