import { describe, expect, it } from 'vitest'
import type { Image } from '@/bridge/contract'
import { dragged, middlePart, optionsOf, sizeAfter, UNCHANGED, type ConvertForm } from './convert'

const picture = { width: 1536, height: 1024 }
const form = (changes: Partial<ConvertForm>): ConvertForm => ({ ...UNCHANGED, ...changes })
const image = { id: 'a', ...picture } as Image

describe('the size that comes out', () => {
  it('is that of the part, of one side by the other, inside or filled', () => {
    expect(sizeAfter(form({}), picture)).toEqual(picture)
    expect(sizeAfter(form({ ratio: '1:1' }), picture)).toEqual({ width: 1024, height: 1024 })
    expect(sizeAfter(form({ width: 768 }), picture)).toEqual({ width: 768, height: 512 })
    expect(sizeAfter(form({ width: 500, height: 500 }), picture)).toEqual({ width: 500, height: 333 })
    expect(sizeAfter(form({ width: 500, height: 500, fit: 'cover' }), picture)).toEqual({ width: 500, height: 500 })
  })
})

describe('what the engine is asked', () => {
  it('is only what was changed', () => {
    expect(optionsOf(UNCHANGED, [image])).toEqual({})
    expect(optionsOf(form({ format: 'png', quality: 40 }), [image])).toEqual({ format: 'png' })
    expect(optionsOf(form({ format: 'webp', quality: 40, height: 300 }), [image])).toEqual({ format: 'webp', quality: 40, height: 300 })
  })

  it('is the frame of one picture, the shape of several', () => {
    expect(optionsOf(form({ ratio: '1:1' }), [image])).toEqual({ crop: middlePart(picture, 1) })
    expect(optionsOf(form({ ratio: '1:1' }), [image, image])).toEqual({ ratio: '1:1' })
  })
})

describe('the crop frame', () => {
  const part = { x: 100, y: 100, width: 400, height: 400 }

  it('stays inside when moved', () => {
    expect(dragged(part, 'all', { x: -900, y: 5000 }, picture, null)).toEqual({ ...part, x: 0, y: 624 })
  })

  it('keeps the corner across and its shape', () => {
    const grown = dragged(part, 'nw', { x: -50, y: 0 }, picture, 1)
    expect(grown).toEqual({ x: 50, y: 50, width: 450, height: 450 })
    const most = dragged(part, 'se', { x: 9000, y: 0 }, picture, 1)
    expect(most).toEqual({ x: 100, y: 100, width: 924, height: 924 })
  })
})
