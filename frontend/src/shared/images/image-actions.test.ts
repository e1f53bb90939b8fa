import { describe, expect, it } from 'vitest'
import type { Image } from '@/bridge/contract'
import { aGeneration, aRun } from '@/shared/jobs/a-run'
import { VIEWER_KEYS } from './viewer/shortcuts'
import { useViewer } from './viewer-state'
import { actionsFor, IMAGE_ACTIONS, menuFor, type ImageContext, type ImageTarget } from './image-actions'

const context = { t: (key: string) => key, transport: 'browser' } as unknown as ImageContext
const image = (id: string, favourite = false) => ({ id, favourite, prompt: 'a fox', kind: 'generated', parent_id: null, recipe: {} }) as unknown as Image
const target = (images: Image[], rest: Partial<ImageTarget> = {}): ImageTarget => ({
  images,
  generation: null,
  run: aRun([]),
  among: [],
  ...rest,
})
const offered = (what: ImageTarget, where = context) => actionsFor(what, where).map(({ id }) => id)

describe('what can be done to a picture', () => {
  it('offers the folder only in the window', () => {
    expect(offered(target([image('a')]))).not.toContain('reveal')
    expect(offered(target([image('a')]), { ...context, transport: 'window' })).toContain('reveal')
  })

  it('compares two or more, copies exactly one', () => {
    expect(offered(target([image('a')]))).toContain('copyImage')
    const two = offered(target([image('a'), image('b')]))
    expect(two).toContain('sideBySide')
    expect(two).not.toContain('copyImage')
  })

  it('offers to retry what failed, and never what may have been charged', () => {
    const failed = (state: 'failed' | 'unknown' | 'done') =>
      offered(target([], { generation: aGeneration('g', { state }) }))
    expect(failed('failed')).toContain('retry')
    expect(failed('unknown')).not.toContain('retry')
    expect(failed('done')).not.toContain('retry')
    expect(failed('failed')).not.toContain('delete')
  })

  it('offers to ask for what did not come of several at the place of that alone', () => {
    const error = { code: 'bad_response', message: '', details: { reason: 'fewer' } }
    const partial = { generation: aGeneration('g', { state: 'done', image_ids: ['a'], error }) }
    expect(offered(target([], partial))).toContain('retry')
    expect(offered(target([image('a')], partial))).not.toContain('retry')
  })

  it('looks closer at the one of several that the keyboard is at, else at the first', () => {
    const view = IMAGE_ACTIONS.find(({ id }) => id === 'view')
    const shown = (at?: string) => {
      void view?.perform(target([image('a'), image('b')], { at, among: ['a', 'b'] }), context)
      return useViewer.getState().viewing?.shown
    }
    expect(shown('b')).toEqual(['b'])
    expect(shown()).toEqual(['a'])
    expect(shown('another')).toEqual(['a'])
  })

  it('says nothing of references where nobody takes them', () => {
    expect(offered(target([image('a')]))).not.toContain('useAsReference')
    expect(offered(target([image('a')]), { ...context, addReferences: () => undefined })).toContain('useAsReference')
  })

  it('offers to mend the edge of a see-through cut-out, and of nothing else', () => {
    const cutOut = { ...image('a'), kind: 'cut_out', parent_id: 'b' } as Image
    expect(offered(target([cutOut]))).toEqual(expect.arrayContaining(['beforeAfter', 'retouch']))
    const onColour = { ...cutOut, recipe: { background: '#ffffff' } }
    for (const other of [image('a'), onColour]) expect(offered(target([other]))).not.toContain('retouch')
  })

  it('makes nothing of what lies in the bin', () => {
    const inBin = { ...context, restore: () => Promise.resolve(), addReferences: () => undefined }
    expect(offered(target([image('a')]), inBin)).toEqual(expect.arrayContaining(['view', 'save', 'restore']))
    for (const action of ['split', 'useAsReference', 'delete']) expect(offered(target([image('a')]), inBin)).not.toContain(action)
  })

  it('offers what another program wrote into a file', () => {
    const found = { ...image('a'), recipe: { found: { tool: 'a1111', prompt: 'a fox', seed: 7 } } }
    expect(offered(target([found]), { ...context, takeRecipe: () => undefined })).toContain('useRecipe')
    expect(offered(target([found]))).not.toContain('useRecipe')
  })

  it('keeps keys of the viewer and of actions on one picture apart', () => {
    const cutOut = { ...image('a'), kind: 'cut_out', parent_id: 'b' } as Image
    const keys = [...Object.values(VIEWER_KEYS), ...actionsFor(target([cutOut]), context).flatMap(({ shortcut }) => shortcut ?? [])]
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('gives every key to one action at a time', () => {
    const keys = IMAGE_ACTIONS.flatMap(({ shortcut }) => shortcut ?? [])
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('parts the menu into groups and ends with what removes', () => {
    const menu = menuFor(target([image('a')]), context, () => undefined)
    expect(menu.at(-1)).toMatchObject([{ id: 'delete', danger: true }])
    expect(menu.length).toBeGreaterThan(2)
  })
})
