import { describe, expect, it } from 'vitest'
import { axesOf, suggested, textOf } from './axes'

const valuesOf = (text: string) => axesOf([{ parameter: 'negative_prompt', text }])[0]?.values

describe('the axes of a matrix', () => {
  it('are what is typed between commas, full-width ones too', () => {
    expect(axesOf([{ parameter: 'seed', text: ' 1, 2，3 ;; ' }])).toEqual([{ parameter: 'seed', values: ['1', '2', '3'] }])
  })

  it.each([
    ['lines, commas and all', ' red, glossy\n\nblue; matt ', ['red, glossy', 'blue; matt']],
    ['in quotes', '"red, glossy", blue , “粗糙，灰”', ['red, glossy', 'blue', '粗糙，灰']],
    ['in quotes, a line each', '"red, glossy"\nblue', ['red, glossy', 'blue']],
    ['one alone', '"red, glossy"', ['red, glossy']],
    ['with quotes in it, doubled', '"a ""big"", red box", b', ['a "big", red box', 'b']],
    ['empty, between quotes that hold nothing', '"", red, “”', ['', 'red', '']],
    ['empty, on a line of its own', 'red\n""', ['red', '']],
    ['with a quote for an inch, or one that is not closed yet', '5" wide, "7, 9', ['5" wide', '"7', '9']],
  ])('have values with commas: %s', (_, text, values) => {
    expect(valuesOf(text)).toEqual(values)
  })

  it('take a decimal comma where a parameter is a number', () => {
    expect(axesOf([{ parameter: 'guidance', text: '"7,5", 9' }])[0]?.values).toEqual(['7.5', '9'])
  })

  it.each([[['red', 'blue']], [['red, glossy', 'a "big", red box']], [['"a" or b', 'c；d']], [['“a” or b']], [['', 'red']]])('are written as they are read: %j', (values) => {
    expect(valuesOf(textOf(values))).toEqual(values)
  })

  it('are left out as long as they have no value', () => {
    expect(axesOf([{ parameter: 'seed', text: ' , ' }])).toEqual([])
    expect(axesOf([{ parameter: 'seed', text: '""' }])).toEqual([])
  })

  it('begin with three different seeds', () => {
    let next = 0
    expect(suggested('seed', [], () => (next += 0.1))).toBe('100000, 200000, 300000')
  })
})
