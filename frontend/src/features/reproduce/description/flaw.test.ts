import { describe, expect, it } from 'vitest'
import { flawOf } from './flaw'

const row = (text: string, options = {}) => ({ state: 'done' as const, text, options })
const NAMES = ['subject', 'style', 'composition', 'lighting', 'camera', 'constraints', 'negative_constraints']
const flex = (names: string[]) => names.map((name) => `## FLEX_BEGIN:${name}\na fox\n## FLEX_END:${name}`).join('\n')

describe('the form of a description', () => {
  it('is right where it is what was asked for', () => {
    expect(flawOf(row('A fox in the snow.'))).toBeNull()
    expect(flawOf(row('一只狐狸', { language: 'Chinese' }))).toBeNull()
    expect(flawOf(row('```json\n{"subject": "лиса"}\n```', { style: 'json', language: 'Russian' }))).toBeNull()
    expect(flawOf(row(flex(NAMES), { style: 'flex' }))).toBeNull()
  })

  it('is wrong in another language, as broken JSON, and with blocks lost, renamed or out of order', () => {
    expect(flawOf(row('Лиса в снегу.'))).toBe('language')
    expect(flawOf(row('A fox.', { language: 'Russian' }))).toBe('language')
    for (const text of ['{"subject": "a fox"', '["a fox"]', 'A fox.']) expect(flawOf(row(text, { style: 'json' }))).toBe('json')
    for (const names of [NAMES.slice(1), NAMES.toReversed(), [...NAMES, 'mood']]) expect(flawOf(row(flex(names), { style: 'flex' }))).toBe('flex')
  })

  it('is not judged before the words are all there, and an empty answer is another fault', () => {
    expect(flawOf({ ...row('{', { style: 'json' }), state: 'running' })).toBeNull()
    expect(flawOf(row(''))).toBeNull()
  })
})
