import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { paced } from './paced'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('hands on the first at once and a burst in one lot, in order, losing none', () => {
  const lots: number[][] = []
  const hear = paced<number>((lot) => lots.push(lot))
  for (let one = 1; one <= 5; one++) hear(one)
  expect(lots).toEqual([[1]])
  vi.advanceTimersByTime(70)
  expect(lots).toEqual([[1], [2, 3, 4, 5]])
  vi.advanceTimersByTime(400)
  hear(6)
  expect(lots.at(-1)).toEqual([6])
})
