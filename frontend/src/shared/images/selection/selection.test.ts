import { describe, expect, it } from 'vitest'
import { picked } from './selection'

const keys = ['a', 'b', 'c', 'd', 'e']
const pick = (selected: string[], key: string, anchor: string | null, how: 'only' | 'toggle' | 'range') => [
  ...picked(new Set(selected), keys, key, anchor, how),
]

describe('choosing several', () => {
  it('takes one alone, one more, one less', () => {
    expect(pick(['a', 'b'], 'd', 'a', 'only')).toEqual(['d'])
    expect(pick(['a'], 'd', 'a', 'toggle')).toEqual(['a', 'd'])
    expect(pick(['a', 'd'], 'a', 'd', 'toggle')).toEqual(['d'])
  })

  it('takes all between, in either direction, and starts anew from the same place', () => {
    expect(pick(['b'], 'd', 'b', 'range')).toEqual(['b', 'c', 'd'])
    expect(pick(['b', 'c', 'd'], 'a', 'b', 'range')).toEqual(['a', 'b'])
    expect(pick([], 'c', null, 'range')).toEqual(['c'])
  })

  it('adds what it cannot reach from a place that is gone', () => {
    expect(pick(['b'], 'd', 'gone', 'range')).toEqual(['b', 'd'])
  })
})
