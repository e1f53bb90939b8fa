import { describe, expect, it } from 'vitest'
import { drawsNothing, piecesOf, readable, unknownIn } from './placeholders'

const kinds = (prompt: string) => piecesOf(prompt, ['colour', '颜色'], { mood: ['calm', 'loud'], empty: [] }).map(({ kind, text }) => `${kind}:${text}`)

describe('piecesOf', () => {
  it.each([
    ['a {colour} hat, {name} {n}', ['text:a ', 'value:{colour}', 'text: hat, ', 'value:{name}', 'text: ', 'value:{n}']],
    ['{ 颜色 }', ['value:{ 颜色 }']],
    ['{red|green} {mood} __mood__', ['choice:{red|green}', 'text: ', 'choice:{mood}', 'text: ', 'draw:__mood__']],
    ['{size} {empty}', ['unknown:{size}', 'text: ', 'unknown:{empty}']],
    ['{{braces}} } {', ['text:{{', 'text:braces', 'text:}}', 'text: ', 'brace:}', 'text: ', 'brace:{']],
    ['snake__case __none__', ['text:snake__case ', 'text:__none__']],
  ])('%s', (prompt, expected) => expect(kinds(prompt)).toEqual(expected))

  it('loses nothing of the text', () => {
    const prompt = 'a{b}{{c}}__mood__ {x|y} 帽子 {colour}\n{'
    expect(
      piecesOf(prompt, ['colour'], { mood: ['calm'] })
        .map(({ text }) => text)
        .join(''),
    ).toBe(prompt)
  })
})

it('names each unknown placeholder once', () => expect(unknownIn(piecesOf('{a} {b} {a}', [], {}))).toEqual(['{a}', '{b}']))

describe('the name that a batch has of its prompt', () => {
  it.each([
    ['photo of {name} on marble\nsoft light', 'photo of … on marble'],
    ['{red|green} hat {n}, __mood__', 'red/green hat …, …'],
    ['{{literal}} snake__case', '{literal} snake__case'],
    ['{name}', ''],
    ['a', 'a'],
    [`a ${'long '.repeat(40)}prompt`, `a ${'long '.repeat(12)}`.slice(0, 59).trimEnd() + '…'],
  ])('%s', (prompt, expected) => expect(readable(prompt, { mood: ['calm'] })).toBe(expected))
})

it('names what draws from no list, once', () =>
  expect(drawsNothing(piecesOf('__mood__ {mood} __light__ a__b __light__ __', [], { mood: ['calm'], light: [] }))).toEqual(['light']))
