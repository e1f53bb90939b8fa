import { beforeEach, describe, expect, it } from 'vitest'
import { inMode, openViewer, showMade, stepped, useViewer, without, withShown } from './viewer-state'

const ids = ['a', 'b', 'c', 'd', 'e', 'f']
const shown = () => useViewer.getState().viewing

describe('the arrows of the viewer', () => {
  it('go round', () => {
    const viewing = { ids: ['a', 'b', 'c'], shown: ['c'], mode: 'single' } as const
    expect(stepped(viewing, 1).shown).toEqual(['a'])
    expect(stepped(viewing, -1).shown).toEqual(['b'])
  })

  it('move the last of several and never show one twice', () => {
    const viewing = { ids: ['a', 'b', 'c'], shown: ['a', 'c'], mode: 'side' } as const
    expect(stepped(viewing, 1).shown).toEqual(['a', 'b'])
  })
})

describe('several at once', () => {
  it('lays two over each other and goes back to the last', () => {
    const over = inMode({ ids, shown: ['a', 'b', 'c'], mode: 'side' }, 'difference')
    expect(over.shown).toEqual(['a', 'b'])
    expect(inMode(over, 'single').shown).toEqual(['b'])
    expect(inMode({ ids, shown: ['f'], mode: 'single' }, 'overlay').shown).toEqual(['f', 'a'])
  })

  it('takes up to four beside each other, and away again', () => {
    let viewing = inMode({ ids, shown: ['a'], mode: 'single' }, 'single')
    for (const id of ['b', 'c', 'd', 'e']) viewing = withShown(viewing, id)
    expect(viewing).toMatchObject({ mode: 'side', shown: ['a', 'b', 'c', 'e'] })
    for (const id of ['a', 'b', 'c']) viewing = withShown(viewing, id)
    expect(viewing).toMatchObject({ mode: 'single', shown: ['e'] })
    expect(withShown(viewing, 'e')).toEqual(viewing)
  })
})

describe('while pictures come and go', () => {
  beforeEach(() => openViewer({ ids: ['a', 'b'], shown: ['a'] }))

  it('puts what was made right after its source, and shows it where asked', () => {
    showMade('a', ['x', 'y'], false)
    expect(shown()).toMatchObject({ ids: ['a', 'x', 'y', 'b'], shown: ['a'] })
    showMade('a', ['z'], true)
    expect(shown()).toMatchObject({ ids: ['a', 'z', 'x', 'y', 'b'], shown: ['z'] })
  })

  it('shows what was made though its event told of it before', () => {
    showMade('a', ['x'], false)
    showMade('a', ['x'], true)
    expect(shown()).toMatchObject({ ids: ['a', 'x', 'b'], shown: ['x'] })
  })

  it('shows the next when one is gone, and closes after the last', () => {
    without('a')
    expect(shown()).toMatchObject({ ids: ['b'], shown: ['b'] })
    without('b')
    expect(shown()).toBeNull()
  })
})
