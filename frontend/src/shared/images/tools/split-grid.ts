import type { Span } from '@/bridge/contract'

/** Pixels: a cell is never less. */
export const SMALLEST = 8
export const MOST_CELLS = 16

/** `count` equal cells along `length` pixels, with a gap between them. */
export function evenSpans(length: number, count: number, gap = 0): Span[] {
  const room = Math.max(length - gap * (count - 1), count)
  return Array.from({ length: count }, (_, index) => {
    const start = Math.round((room * index) / count) + gap * index
    return { start, end: Math.round((room * (index + 1)) / count) + gap * index }
  })
}

/** How many lines can be dragged: the outer edges and what lies between the cells. */
export const edgesOf = (spans: readonly Span[]): number[] => Array.from({ length: spans.length + 1 }, (_, edge) => edge)

/** What an edge leaves out, in pixels: nothing for an outer one, the gap between two cells for another. */
export function edgeAt(spans: readonly Span[], edge: number): Span {
  const [before, after] = [spans[edge - 1], spans[edge]]
  return { start: before?.end ?? after?.start ?? 0, end: after?.start ?? before?.end ?? 0 }
}

/** `spans` with one edge moved to start at `to`; the gap keeps its width, no cell becomes smaller than it may. */
export function moveEdge(spans: readonly Span[], edge: number, to: number, length: number): Span[] {
  const [before, after] = [spans[edge - 1], spans[edge]]
  const gap = before && after ? after.start - before.end : 0
  const least = before ? before.start + SMALLEST : 0
  const most = after ? after.end - SMALLEST - gap : length
  const start = Math.round(Math.min(Math.max(to, least), most))
  return spans.map((span, index) => {
    if (index === edge - 1) return { ...span, end: start }
    if (index === edge) return { ...span, start: start + gap }
    return span
  })
}

/** The usual gap of a grid, 0 where its cells touch. */
export const gapOf = (spans: readonly Span[]): number =>
  spans.length > 1 ? Math.max(0, (spans[1]?.start ?? 0) - (spans[0]?.end ?? 0)) : 0
