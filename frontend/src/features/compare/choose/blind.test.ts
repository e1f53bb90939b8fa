import { describe, expect, it } from 'vitest'
import { begin, inSight, prefer, shuffled } from './blind'

const ids = ['a', 'b', 'c', 'd']

describe('a blind vote', () => {
  it('shuffles without losing any, each order as likely', () => {
    const counts = new Map<string, number>()
    let seed = 1
    const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647
    for (let turn = 0; turn < 6000; turn++) {
      const order = shuffled(['a', 'b', 'c'], random).join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect([...counts.keys()].sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba'])
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })

  it('at one look prefers one to all the others', () => {
    const end = prefer(begin(ids, 'best', () => 0.5), 'c')
    expect(end.done && end.choices.map(({ winner, others }) => [winner, [...others].sort()])).toEqual([['c', ['a', 'b', 'd']]])
  })

  it('in pairs shows every picture, and ends with the one that was never beaten since', () => {
    let vote = begin(ids, 'pairs', () => 0.5)
    const seen = new Set(inSight(vote))
    for (let turn = 0; turn < ids.length; turn++) {
      const sight = inSight(vote)
      const best = [...sight].sort()[0] ?? ''
      const outcome = prefer(vote, best)
      if (outcome.done) {
        expect(outcome.winner).toBe('a')
        expect(outcome.choices).toHaveLength(ids.length - 1)
        expect(turn).toBe(ids.length - 2)
        break
      }
      vote = outcome.vote
      for (const id of inSight(vote)) seen.add(id)
    }
    expect([...seen].sort()).toEqual(ids)
  })
})
