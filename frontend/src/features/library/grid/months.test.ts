import { describe, expect, it } from 'vitest'
import { marksOf } from './months'

const months = (...counts: number[]) => counts.map((count, index) => ({ name: `2026-${String(11 - index).padStart(2, '0')}`, count }))

describe('the months of the rail', () => {
  it('stand where their first pictures are, the first of a year by its year', () => {
    const marks = marksOf([...months(50, 25), { name: '2025-12', count: 25 }], 100, 418)
    expect(marks).toEqual([
      { month: '2026-11', index: 0, top: 0, isYear: true },
      { month: '2026-10', index: 50, top: 200, isYear: false },
      { month: '2025-12', index: 75, top: 300, isYear: true },
    ])
  })

  it('never stand on each other', () => {
    const marks = marksOf(months(1000, 1, 1, 1, 1, 1, 1000), 2005, 300)
    for (const [index, mark] of marks.entries()) if (index > 0) expect(mark.top - (marks[index - 1]?.top ?? 0)).toBeGreaterThanOrEqual(18)
  })

  it('are none where nothing is', () => expect(marksOf([], 0, 300)).toEqual([]))
})
