import { describe, expect, it } from 'vitest'
import { aModel } from '@/shared/models/a-model'
import { MAX_PROMPT_CHARS, obstacle, paramsFor, withModelParams } from './request'

const [a, b] = [aModel('x/a'), aModel('x/b')]

describe('what is sent', () => {
  it('leaves out what is empty and what is of models not chosen', () => {
    const params = {
      seed: null,
      aspect_ratio: '1:1',
      per_model: { 'x/a': { steps: 9, quality: null }, 'x/b': { steps: 3 } },
    }
    expect(paramsFor(params, [a])).toEqual({ aspect_ratio: '1:1', per_model: { 'x/a': { steps: 9 } } })
  })

  it('changes one model and leaves the others', () => {
    const params = { n: 2, per_model: { 'x/b': { steps: 3 } } }
    expect(withModelParams(params, 'x/a', { steps: 9 })).toEqual({
      n: 2,
      per_model: { 'x/a': { steps: 9 }, 'x/b': { steps: 3 } },
    })
    expect(withModelParams(params, 'x/b', { steps: null }).per_model).toEqual({ 'x/b': {} })
  })
})

describe('why Generate cannot be pressed', () => {
  it('says the first thing that is missing', () => {
    expect(obstacle('a fox', [], false)).toBe('noModels')
    expect(obstacle('  ', [a, b], false)).toBe('noPrompt')
    expect(obstacle('x'.repeat(MAX_PROMPT_CHARS + 1), [a], false)).toBe('tooLong')
    expect(
      obstacle(
        'a fox',
        Array.from({ length: 65 }, () => a),
        false,
      ),
    ).toBe('tooManyModels')
    expect(obstacle('a fox', [a], false)).toBeNull()
    expect(obstacle('a fox', [a], true)).toBe('readOnly')
  })
})
