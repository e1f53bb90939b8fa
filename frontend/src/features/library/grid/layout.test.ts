import { describe, expect, it } from 'vitest'
import { GAP, layOut, moved, PADDING, touched } from './layout'

describe('the tiles', () => {
  it('fill the width at whatever size is wished for', () => {
    for (const width of [320, 968, 1384, 3800]) {
      for (const wished of [96, 168, 360]) {
        const { columns, size } = layOut(100_000, width, wished)
        const used = columns * size + (columns - 1) * GAP + 2 * PADDING
        expect(used).toBeLessThanOrEqual(Math.max(width, 2 * PADDING + 1))
        expect(width - used).toBeLessThan(columns)
      }
    }
  })

  it('are chosen by a rectangle exactly where it touches them', () => {
    const layout = layOut(50, 1000, 180)
    const step = layout.size + GAP
    for (let index = 0; index < 50; index++) {
      const left = PADDING + (index % layout.columns) * step
      const top = PADDING + Math.floor(index / layout.columns) * step
      expect(touched({ left: left + 1, top: top + 1, right: left + 2, bottom: top + 2 }, layout, 50)).toEqual([index])
    }
    expect(touched({ left: 0, top: 0, right: 1000, bottom: 1e6 }, layout, 50)).toHaveLength(50)
    expect(touched({ left: 0, top: 0, right: 3, bottom: 3 }, layout, 50)).toEqual([])
  })

  it('are gone through by keys, never past an end', () => {
    const layout = layOut(50, 1000, 180)
    const go = (index: number, key: string) => moved(index, key, layout, 50, 3)
    expect(go(0, 'ArrowLeft')).toBe(0)
    expect(go(0, 'ArrowDown')).toBe(layout.columns)
    expect(go(49, 'ArrowDown')).toBe(49)
    expect(go(7, 'Home')).toBe(0)
    expect(go(7, 'End')).toBe(49)
    expect(go(48, 'PageDown')).toBe(49)
    expect(go(2, 'PageUp')).toBe(0)
  })
})
