import { describe, expect, it } from 'vitest'
import { axesOf, suggested } from './axes'

describe('the axes of a matrix', () => {
  it('are what is typed between commas, full-width ones too, and lines', () => {
    expect(axesOf([{ parameter: 'seed', text: ' 1, 2，3\n4 ;; ' }])).toEqual([{ parameter: 'seed', values: ['1', '2', '3', '4'] }])
  })

  it('are left out as long as they have no value', () => {
    expect(axesOf([{ parameter: 'seed', text: ' , ' }])).toEqual([])
  })

  it('begin with three different seeds', () => {
    let next = 0
    expect(suggested('seed', [], () => (next += 0.1))).toBe('100000, 200000, 300000')
  })
})
