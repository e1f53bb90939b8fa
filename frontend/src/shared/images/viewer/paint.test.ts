import { describe, expect, it } from 'vitest'
import { levelFor, seenPart } from './paint'
import { isAlike, placeInside } from './view'

const level = (width: number) => ({ width }) as ImageBitmap
const levels = [7680, 3840, 1920, 960].map(level)

describe('what of a picture is drawn', () => {
  it('takes the smallest level that has a pixel for each one shown', () => {
    expect(levelFor(levels, 900)?.width).toBe(960)
    expect(levelFor(levels, 961)?.width).toBe(1920)
    expect(levelFor(levels, 30_000)?.width).toBe(7680)
  })

  it('draws the part that is seen, and of a picture inside its pane all of it', () => {
    const pane = { width: 1000, height: 600 }
    expect(seenPart({ width: 400, height: 300 }, { x: 100, y: 50, width: 800, height: 600 }, pane)).toEqual({
      x: 0,
      y: 0,
      width: 400,
      height: 275,
    })
    const part = seenPart({ width: 8000, height: 6000 }, { x: -4000, y: -3000, width: 8000, height: 6000 }, pane)
    expect(part).toEqual({ x: 4000, y: 3000, width: 1000, height: 600 })
  })
})

describe('pictures over each other', () => {
  it('lie in one place whatever their sizes', () => {
    const place = { x: 10, y: 20, width: 800, height: 600 }
    expect(placeInside(place, { width: 400, height: 300 })).toEqual(place)
    expect(isAlike({ width: 4000, height: 3000 }, { width: 401, height: 300 })).toBe(true)
  })

  it('keep their shape where they differ', () => {
    expect(placeInside({ x: 0, y: 0, width: 800, height: 600 }, { width: 100, height: 100 })).toEqual({
      x: 100,
      y: 0,
      width: 600,
      height: 600,
    })
  })
})
