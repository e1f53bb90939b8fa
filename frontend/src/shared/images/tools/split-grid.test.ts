import { describe, expect, it } from 'vitest'
import { edgeAt, edgesOf, evenSpans, gapOf, moveEdge } from './split-grid'

describe('a grid drawn by hand', () => {
  it.each([
    [1000, 3, 0],
    [1023, 4, 7],
    [17, 2, 1],
  ])('%i px in %i with gaps of %i covers everything, each pixel once', (length, count, gap) => {
    const spans = evenSpans(length, count, gap)
    expect(spans[0]?.start).toBe(0)
    expect(spans.at(-1)?.end).toBe(length)
    const widths = spans.map(({ start, end }) => end - start)
    expect(Math.max(...widths) - Math.min(...widths)).toBeLessThanOrEqual(1)
    for (const edge of edgesOf(spans).slice(1, -1)) {
      const { start, end } = edgeAt(spans, edge)
      expect(end - start).toBe(gap)
    }
    expect(gapOf(spans)).toBe(gap)
  })

  it('moves one line, with its gap, and leaves the others', () => {
    const spans = evenSpans(1000, 3, 20)
    const moved = moveEdge(spans, 1, 400, 1000)
    expect(edgeAt(moved, 1)).toEqual({ start: 400, end: 420 })
    expect(moved[2]).toEqual(spans[2])
  })

  it('never makes a cell vanish, nor goes over the border', () => {
    const spans = evenSpans(100, 2)
    expect(moveEdge(spans, 1, 5000, 100)).toEqual([
      { start: 0, end: 92 },
      { start: 92, end: 100 },
    ])
    expect(moveEdge(spans, 0, -50, 100)[0]?.start).toBe(0)
    expect(moveEdge(spans, 2, 500, 100)[1]?.end).toBe(100)
    expect(moveEdge(spans, 0, 99, 100)[0]).toEqual({ start: 42, end: 50 })
  })
})
