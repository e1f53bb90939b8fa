import { describe, expect, it } from 'vitest'
import { bare, isIn } from './answer'

describe('the language of an answer', () => {
  it('is told by its letters', () => {
    expect(isIn('English', 'A lighthouse at dusk')).toBe(true)
    expect(isIn('English', 'Маяк в сумерках')).toBe(false)
    expect(isIn('Russian', 'Маяк в сумерках, надпись "OPEN"')).toBe(true)
    expect(isIn('Chinese', '黄昏的灯塔')).toBe(true)
    expect(isIn('Chinese', 'A lighthouse, 灯塔')).toBe(false)
  })

  it('is not doubted where letters do not tell', () => {
    expect(isIn('Esperanto', 'lumturo')).toBe(true)
    expect(isIn('English', '1, 2, 3')).toBe(true)
  })
})

describe('the fence around an answer', () => {
  it('is taken off, and what is inside stays', () => {
    expect(bare('```json\n{"a": 1}\n```')).toBe('{"a": 1}')
    expect(bare(' ```\na\n\nb\n```\n')).toBe('a\n\nb')
  })

  it('is none in the middle of a text', () => {
    for (const text of ['a ```b``` c', '{"a": 1}', 'x\n```\ny\n```', '']) expect(bare(text)).toBe(text)
  })
})
