import { describe, expect, it } from 'vitest'
import { anIteration, aSession } from '../session/a-session'
import { treeOf } from './tree'
import { trendOf } from './trend'

describe('the trend', () => {
  it('holds the best so far where an image was worse, and leaves out what was not judged', () => {
    const session = aSession([
      anIteration(0, { judge_score: 61 }),
      anIteration(1, { judge_score: 74, parent: 0 }),
      anIteration(2, { judge_score: 58, parent: 1 }),
      anIteration(3, { judge_score: null, parent: 1, standing: 'failed' }),
      anIteration(4, { judge_score: 92, parent: 1, standing: 'best' }),
    ])
    expect(trendOf(session)).toEqual([
      { index: 0, score: 61, best: 61, leads: true },
      { index: 1, score: 74, best: 74, leads: true },
      { index: 2, score: 58, best: 74, leads: false },
      { index: 4, score: 92, best: 92, leads: true },
    ])
  })

  it('follows the user’s own pick, though the judge liked another better', () => {
    const session = aSession([anIteration(0, { judge_score: 80 }), anIteration(1, { judge_score: 60, parent: 0, standing: 'best' })])
    expect(trendOf(session).map(({ best }) => best)).toEqual([80, 60])
  })
})

describe('the tree of versions', () => {
  const lanes = (parents: (number | null)[], best: number | null) =>
    treeOf(
      parents.map((parent, index) => ({ index, parent })),
      best,
    ).map(({ lane }) => lane)

  it('keeps the way to the best in the first lane', () => expect(lanes([null, 0, 1, 1, 3], 4)).toEqual([0, 0, 1, 0, 0]))
  it('lets a side way go on in its own lane, and uses it again when it has ended', () =>
    expect(lanes([null, 0, 0, 1, 2, 4], 5)).toEqual([0, 1, 0, 1, 0, 0]))
  it('never crosses a side way that still lasts', () => expect(lanes([null, 0, 0, 1, 0], 4)).toEqual([0, 1, 2, 1, 0]))
  it('has one lane while nothing is judged', () => expect(lanes([null], null)).toEqual([0]))
})
