import { describe, expect, it } from 'vitest'
import { withPictures } from './sources'

describe('the pictures to describe', () => {
  it('take the place of those that are described, and line up behind those that are not', () => {
    const done = { image: 'a', reproduction: 'r' }
    expect(withPictures({ queue: [done], at: 0 }, ['b', 'c'])).toEqual({
      queue: [
        { image: 'b', reproduction: null },
        { image: 'c', reproduction: null },
      ],
      at: 0,
    })
    const waiting = { image: 'a', reproduction: null }
    const more = withPictures({ queue: [waiting], at: 0 }, ['a', 'b', 'b'])
    expect(more.queue.map(({ image }) => image)).toEqual(['a', 'b'])
    expect(more.at).toBe(1)
    expect(withPictures({ queue: [done], at: 0 }, [])).toEqual({ queue: [done], at: 0 })
  })
})
