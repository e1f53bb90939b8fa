import { QueryClient } from '@tanstack/react-query'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Image } from '@/bridge/contract'
import { imageQuery } from '../queries'
import { faceOf, setFace, showFace, stepFace, useFaces } from './faces'
import { familyOf, hearFamily, offspringQuery, withFamilies, type Child } from './offspring'

const child = (id: string, parent: string, box: Child['box'] = null): Child => ({ id, parent, kind: 'split', created: '2026', box })
const all = [child('a1', 'a'), child('b1', 'b'), child('a2', 'a'), child('a1x', 'a1')]
let client: QueryClient
const known = () => client.getQueryData(offspringQuery('run').queryKey)?.map(({ id }) => id)
const added = (id: string, parent_id: string, box?: number[]) =>
  hearFamily(client, {
    type: 'image.added',
    data: { image: { id, parent_id, run_id: 'run', kind: 'split', created: '2027', recipe: { box } } },
  })

beforeEach(() => {
  client = new QueryClient()
  client.setQueryData(offspringQuery('run').queryKey, all)
  useFaces.setState({ faces: {} })
})

describe('what was made of a picture', () => {
  it('comes right after it, and what was made of that after that', () => {
    expect(familyOf('a', all).map(({ id }) => id)).toEqual(['a1', 'a1x', 'a2'])
    expect(withFamilies(client, 'run', ['a', 'b'])).toEqual(['a', 'a1', 'a1x', 'a2', 'b', 'b1'])
  })

  it('is heard of once, cells in their order', () => {
    added('c2', 'c', [50, 0, 100, 50])
    added('c1', 'c', [0, 0, 50, 50])
    added('c1', 'c', [0, 0, 50, 50])
    expect(known()).toEqual(['a1', 'b1', 'a2', 'a1x', 'c1', 'c2'])
  })

  it('is gone when it is deleted', () => {
    hearFamily(client, { type: 'image.changed', data: { id: 'a1x', deleted: true } })
    expect(known()).toEqual(['a1', 'b1', 'a2'])
  })
})

describe('which of a family its cell shows', () => {
  it('goes round by step, and back to the picture itself when the shown one is gone', () => {
    stepFace(client, 'run', 'a', 1)
    expect(faceOf(client, 'run', 'a')).toBe('a1')
    stepFace(client, 'run', 'a', -1)
    stepFace(client, 'run', 'a', -1)
    expect(faceOf(client, 'run', 'a')).toBe('a2')
    setFace('a', 'gone')
    expect(faceOf(client, 'run', 'a')).toBe('a')
  })

  it('is found from a grandchild', () => {
    client.setQueryData(imageQuery('a1').queryKey, { id: 'a1', parent_id: 'a' } as Image)
    showFace(client, { id: 'a1x', parent_id: 'a1' } as Image)
    expect(faceOf(client, 'run', 'a')).toBe('a1x')
  })
})
