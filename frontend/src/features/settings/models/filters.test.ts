import { describe, expect, it } from 'vitest'
import type { CatalogueModel, ModelInfo } from '@/bridge/contract'
import { aModel } from '@/shared/models/a-model'
import { countOf, grouped, isChanged } from './filters'

function entry(id: string, rest: Partial<CatalogueModel> = {}, model: Partial<ModelInfo> = {}): CatalogueModel {
  const info = aModel(id, {}, { provider_label: id.split('/')[0]?.toUpperCase(), ...model })
  return { model: info, capabilities: info.capabilities, price: info.price, hidden: false, custom: false, as_of: null, source: null, ...rest }
}

const own = aModel('a/one').capabilities
const models = [
  entry('a/one', { capabilities: { ...own, seed: true } }),
  entry('b/two', { hidden: true }),
  entry('a/three', {}, { available: false, reason: 'no_key' }),
  entry('b/old', {}, { available: false, reason: 'ended', ends: '2026-01-01' }),
]
const shown = (...args: [Parameters<typeof grouped>[1], string]) => grouped(models, ...args).map(({ label, models: found }) => [label, found.map(({ model }) => model.name)])

describe('the list of all models', () => {
  it('stands by provider; ended ones are apart', () => {
    expect(shown('all', '')).toEqual([['A', ['one', 'three']], ['B', ['two']]])
    expect(shown('ended', '')).toEqual([['B', ['old']]])
  })

  it('finds by every word, and by what the user made of a model', () => {
    expect(shown('all', 'A thr')).toEqual([['A', ['three']]])
    expect(shown('hidden', '')).toEqual([['B', ['two']]])
    expect(shown('ready', '')).toEqual([['A', ['one']]])
    expect(shown('changed', '')).toEqual([['A', ['one']]])
  })

  it('counts the same as it shows', () => {
    expect(countOf(models, 'all')).toBe(3)
    expect(models.filter(isChanged)).toHaveLength(1)
  })
})
