import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { uploadInParts } from './upload-parts'

const file = () => new File([new Uint8Array(5_000_000)], 'photo.png', { lastModified: 7 })

/** A server of one upload that can lose a piece; `log` is what it was asked. */
function server() {
  const state = { id: 'up_1', name: 'photo.png', size: 5_000_000, offset: 0, imported: null as null | object }
  const log: string[] = []
  let lose = 0
  vi.stubGlobal('fetch', (_: string, { method = 'GET', headers, body }: { method?: string; headers: Record<string, string>; body?: Blob }) => {
    log.push(`${method} ${headers['Upload-Offset'] ?? ''}`.trim())
    if (method === 'PATCH') {
      if (lose > 0 && state.offset > 0) {
        lose -= 1
        throw new TypeError('network')
      }
      state.offset += body?.size ?? 0
      if (state.offset === state.size) state.imported = { image_ids: ['img_1'], refused: [] }
    }
    return Promise.resolve(Response.json({ ok: true, data: { ...state } }))
  })
  return { state, log, losing: (count: number) => (lose = count) }
}

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
})
afterEach(() => vi.useRealTimers())

it('sends a file piece by piece and tells how far it is', async () => {
  const { log } = server()
  const heard: number[] = []
  expect((await uploadInParts(file(), (sent) => heard.push(sent))).image_ids).toEqual(['img_1'])
  expect(log).toEqual(['POST', 'PATCH 0', 'PATCH 2000000', 'PATCH 4000000'])
  expect(heard).toEqual([0, 2_000_000, 4_000_000, 5_000_000])
  expect(localStorage.length).toBe(0)
})

it('waits out a lost connection and goes on where the server is', async () => {
  const { log, losing } = server()
  losing(2)
  const done = uploadInParts(file(), () => undefined)
  await vi.runAllTimersAsync()
  expect((await done).image_ids).toEqual(['img_1'])
  expect(log.filter((each) => each === 'PATCH 0')).toHaveLength(1)
})

it('goes on with the same file after the page was loaded anew', async () => {
  const { log, state } = server()
  localStorage.setItem('upload:photo.png:5000000:7', 'up_1')
  state.offset = 4_000_000
  await uploadInParts(file(), () => undefined)
  expect(log).toEqual(['GET', 'PATCH 4000000'])
})

it('passes on what the engine refuses', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ ok: false, error: { code: 'too_large', message: '', details: {} } }, { status: 413 })))
  await expect(uploadInParts(file(), () => undefined)).rejects.toMatchObject({ code: 'too_large' })
})
