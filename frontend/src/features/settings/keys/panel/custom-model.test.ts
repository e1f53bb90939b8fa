import { describe, expect, it } from 'vitest'
import { aModel } from '@/shared/models/a-model'
import { isSound, overrideOf, typedOf } from './custom-model'

const model = aModel('custom_openai/mine')
const typed = { price: '0,04', perCall: '4', references: '2', seed: true, negative: false }

describe('a model set by hand', () => {
  it('is what was typed, whatever the decimal sign', () => {
    const { price, capabilities } = overrideOf(model, typed, new Date('2026-11-21'))
    expect(price).toMatchObject({ base: 0.04, by: 'none', as_of: '2026-11-21' })
    expect(capabilities).toMatchObject({ n_per_call: 4, seed: true, negative_prompt: false, references: { max_count: 2 } })
  })

  it('keeps what nobody typed, and says nothing of a price that is not known', () => {
    const { price, capabilities } = overrideOf(model, { ...typed, price: ' ', references: '0' })
    expect(price).toBeNull()
    expect(capabilities.references).toBeNull()
    expect(capabilities.sizes).toEqual(model.capabilities.sizes)
  })

  it('starts from what the model is taken to be', () => {
    expect(isSound(typedOf(model))).toBe(true)
  })

  it.each([{ price: 'much' }, { price: '-1' }, { perCall: '0' }, { perCall: '1.5' }, { references: '' }, { references: '17' }])('does not take %o', (wrong) => {
    expect(isSound({ ...typed, ...wrong })).toBe(false)
  })
})
