import { describe, expect, it } from 'vitest'
import { aModel } from './a-model'
import { chosenModels, endsSoon, groupModels, labelsOf, toggled } from './order'

const models = [
  aModel('offline/poster', {}, { label: 'Poster', provider_label: 'Built in' }),
  aModel('openai/gpt-image-2', {}, { label: 'GPT Image 2', available: false, reason: 'no_key' }),
  aModel('openai/old', {}, { label: 'Old', available: false, reason: 'ended' }),
]

describe('the list of models', () => {
  it('parts usable ones from those that want a key, and leaves ended ones out', () => {
    const { usable, locked } = groupModels(models)
    expect([usable, locked].map((group) => group.map(({ label }) => label))).toEqual([['Poster'], ['GPT Image 2']])
  })

  it('finds by every word, in label, id or provider', () => {
    expect(groupModels(models, 'built POST').usable).toHaveLength(1)
    expect(groupModels(models, 'gpt poster').usable).toHaveLength(0)
  })

  it('counts as chosen only what can be asked', () => {
    expect(chosenModels(models, ['openai/gpt-image-2', 'offline/poster', 'gone/x']).map(({ id }) => id)).toEqual([
      'offline/poster',
    ])
  })

  it('tells two models of the same name apart by their provider', () => {
    const twins = ['a', 'b'].map((id) => aModel(`${id}/x`, {}, { label: 'Twin', provider_label: id.toUpperCase() }))
    expect([...labelsOf([...twins, ...models]).values()].slice(0, 3)).toEqual(['Twin · A', 'Twin · B', 'Poster'])
  })

  it('toggles', () => {
    expect(toggled(['a'], 'b')).toEqual(['a', 'b'])
    expect(toggled(['a', 'b'], 'a')).toEqual(['b'])
  })

  it('marks what ends soon', () => {
    const now = Date.parse('2026-11-21')
    expect(endsSoon({ ends: '2026-12-01' }, now)).toBe(true)
    expect(endsSoon({ ends: '2027-03-15' }, now)).toBe(false)
    expect(endsSoon({ ends: null }, now)).toBe(false)
  })
})
