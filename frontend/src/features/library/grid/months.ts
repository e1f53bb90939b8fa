import type { Counted } from '@/bridge/contract'

/** A month on the rail: the place of its first picture, and where on the rail it stands. */
export interface Mark {
  month: string
  index: number
  top: number
  /** Shown by its year: the first of the months that are shown of it. */
  isYear: boolean
}

/** Height of a mark, CSS pixels. */
const HEIGHT = 18

/** The months at the height of their first pictures; where there is no room for all, those that come first. */
export function marksOf(months: readonly Counted[], total: number, height: number): Mark[] {
  const marks: Mark[] = []
  let index = 0
  for (const { name, count } of months) {
    const top = total > 0 ? Math.round((index / total) * Math.max(height - HEIGHT, 0)) : 0
    const last = marks.at(-1)
    if (!last || top >= last.top + HEIGHT) marks.push({ month: name, index, top, isYear: last?.month.slice(0, 4) !== name.slice(0, 4) })
    index += count
  }
  return marks
}
