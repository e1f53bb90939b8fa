import { describe, expect, it } from 'vitest'
import { difference, type Piece } from './difference'

const pick = (pieces: readonly Piece[], kind: Piece['kind']) => pieces.filter((piece) => piece.kind === kind).map(({ text }) => text.trim())

describe('what became of a text', () => {
  it('is told word by word', () => {
    const pieces = difference('a red fox in snow', 'a rust-red fox in deep snow', 'en')
    expect(pick(pieces, 'same').join(' ')).toContain('fox in')
    expect(pick(pieces, 'new').join(' ')).toContain('deep')
    expect(pick(pieces, 'old').join(' ')).not.toContain('fox')
  })

  it('finds the words of Chinese, which stand without spaces', () => {
    const pieces = difference('雪地里的狐狸', '雪地里的红色狐狸', 'zh')
    expect(pick(pieces, 'old')).toEqual([])
    expect(pick(pieces, 'new')).toEqual(['红色'])
  })

  it('loses nothing of either text', () => {
    for (const [before, after] of [['лиса в снегу', 'a fox in the snow'], ['', 'new'], ['a\n\nb', 'a b']] as const) {
      const pieces = difference(before, after, 'ru')
      const squeezed = (kind: Piece['kind']) => pieces.filter((piece) => piece.kind !== kind).map(({ text }) => text).join('').replaceAll(/\s+/g, '')
      expect(squeezed('old')).toBe(after.replaceAll(/\s+/g, ''))
      expect(squeezed('new')).toBe(before.replaceAll(/\s+/g, ''))
    }
  })
})
