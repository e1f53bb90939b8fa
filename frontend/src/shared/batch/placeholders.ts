/** A piece of a prompt. `value`: filled in from the base image, its number or its line. `choice`: each in turn. `draw`: one at random. */
export interface Piece {
  kind: 'text' | 'value' | 'choice' | 'draw' | 'unknown' | 'brace'
  text: string
}

export const BUILT_IN = ['name', 'n'] as const

const TOKEN = /\{\{|\}\}|\{[^{}]*\}|__[\p{L}\p{N}](?:[\p{L}\p{N}_]*?[\p{L}\p{N}])?__|[{}]/gu

/** The prompt taken apart as the engine does it. */
export function piecesOf(prompt: string, columns: readonly string[], lists: Readonly<Record<string, readonly string[]>>): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const found of prompt.matchAll(TOKEN)) {
    if (found.index > at) pieces.push({ kind: 'text', text: prompt.slice(at, found.index) })
    pieces.push({ kind: kindOf(found[0], columns, lists), text: found[0] })
    at = found.index + found[0].length
  }
  if (at < prompt.length) pieces.push({ kind: 'text', text: prompt.slice(at) })
  return pieces
}

function kindOf(token: string, columns: readonly string[], lists: Readonly<Record<string, readonly string[]>>): Piece['kind'] {
  if (token === '{{' || token === '}}') return 'text'
  if (token === '{' || token === '}') return 'brace'
  if (token.startsWith('__')) return lists[token.slice(2, -2)]?.length ? 'draw' : 'text'
  const inside = token.slice(1, -1)
  const name = inside.trim()
  if (inside.includes('|')) return 'choice'
  if (columns.includes(name) || (BUILT_IN as readonly string[]).includes(name)) return 'value'
  return lists[name]?.length ? 'choice' : 'unknown'
}

export const unknownIn = (pieces: readonly Piece[]): string[] => [...new Set(pieces.filter(({ kind }) => kind === 'unknown').map(({ text }) => text))]

/** What looks like a draw from a list that there is not, or that is empty, by the list's name: it is sent as it is written. */
export const drawsNothing = (pieces: readonly Piece[]): string[] => [...new Set(pieces.filter(({ kind, text }) => kind === 'text' && /^__.+__$/s.test(text)).map(({ text }) => text.slice(2, -2)))]

const MOST_NAME = 60

/** The prompt's first line as a name of the batch: what is filled in later is left open, what is written out is there. */
export function readable(prompt: string, lists: Readonly<Record<string, readonly string[]>>): string {
  const line = prompt.trim().split('\n')[0] ?? ''
  const words = piecesOf(line, [], lists).map(({ kind, text }) => {
    if (kind === 'text') return text.replace(/\{\{|\}\}/, ([brace]) => brace ?? '')
    return kind === 'choice' && text.includes('|') ? text.slice(1, -1).split('|').map((word) => word.trim()).join('/') : '…'
  })
  const name = words.join('').replace(/\s+/g, ' ').trim()
  return name.length > MOST_NAME ? `${name.slice(0, MOST_NAME - 1).trimEnd()}…` : name.replace(/^…$/, '')
}
