import { diffWords } from 'diff'

export interface Piece {
  text: string
  /** `old`: of the first text alone; `new`: of the second alone. */
  kind: 'same' | 'old' | 'new'
}

/** What became of a text, word by word; Chinese by its words as well, though nothing stands between them. */
export function difference(before: string, after: string, language: string): Piece[] {
  const intlSegmenter = new Intl.Segmenter(language, { granularity: 'word' })
  return diffWords(before, after, { intlSegmenter }).map(({ value, added, removed }) => ({
    text: value,
    kind: added ? 'new' : removed ? 'old' : 'same',
  }))
}
