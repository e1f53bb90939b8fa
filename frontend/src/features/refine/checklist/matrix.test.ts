import { describe, expect, it } from 'vitest'
import { anAtom } from '../session/a-session'
import { freshId, groupsOf, moved, withoutAtom } from './matrix'

const ATOMS = [
  anAtom('dusk', { block: 'lighting' }),
  anAtom('striped', { parent: 'lighthouse' }),
  anAtom('lighthouse'),
  anAtom('red', { parent: 'striped' }),
  anAtom('artefacts', { block: 'constraints', is_quality: true }),
]

describe('the questions', () => {
  it('stand by block, children under their parents, quality last', () => {
    expect(groupsOf(ATOMS).map(({ name, rows }) => [name, rows.map(({ atom, depth }) => `${depth}${atom.id}`)])).toEqual([
      ['subject', ['0lighthouse', '1striped', '2red']],
      ['lighting', ['0dusk']],
      ['quality', ['0artefacts']],
    ])
  })

  it('lose none where a parent stands in another block', () => {
    const atoms = [anAtom('fog', { block: 'style', parent: 'dusk' }), anAtom('dusk', { block: 'lighting' })]
    expect(groupsOf(atoms).flatMap(({ rows }) => rows.map(({ atom }) => atom.id))).toEqual(['fog', 'dusk'])
  })

  it('hang on their grandparent when the parent is taken out', () => {
    const [, striped] = ATOMS
    expect(striped && withoutAtom(ATOMS, striped).find(({ id }) => id === 'red')?.parent).toBe('lighthouse')
  })

  it('get an id of their own', () => expect(freshId([{ id: 'own_1' }, { id: 'own_3' }])).toBe('own_2'))
})

describe('the arrow keys', () => {
  it.each([
    ['ArrowDown', [1, 1]],
    ['ArrowLeft', [0, 0]],
    ['End', [0, 2]],
    ['ArrowUp', null],
    ['x', null],
  ])('%s leads from the middle of the first row to %j', (key, to) => expect(moved([0, 1], key, 2, 3)).toEqual(to))
})
