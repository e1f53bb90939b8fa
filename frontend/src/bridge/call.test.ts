import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { askAhead, call, mediaUrl, StudioError, thumbUrl } from './call'
import { ERROR_CODES, PARAMETER_ORDER } from './contract'

function serveAs(transport: string) {
  document.head.innerHTML = `<meta name="omniimage-transport" content="${transport}">`
}

afterEach(() => {
  document.head.innerHTML = ''
  delete window.pywebview
})

async function thrownBy(work: Promise<unknown>): Promise<StudioError> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(StudioError)
  return error as StudioError
}

describe('in a browser', () => {
  let server: Server
  let answer = { status: 200, body: '' }
  /** So many answers are lost on their way, after the question was heard. */
  let lost = 0
  const asked: { method?: string; url?: string; header?: string | string[]; body: string }[] = []
  const realFetch = globalThis.fetch

  beforeEach(async () => {
    serveAs('browser')
    asked.length = lost = 0
    server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        if (request.url === '/api/studio_info') return void response.end('{"ok": true, "data": {}}')
        asked.push({ method: request.method, url: request.url, header: request.headers['x-omniimage'], body })
        if (lost > 0) {
          lost -= 1
          request.socket.destroy()
          return
        }
        response.writeHead(answer.status).end(answer.body)
      })
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const { port } = server.address() as AddressInfo
    // jsdom's page has no server of its own: relative addresses are led to the test's.
    globalThis.fetch = (path, options) => realFetch(new URL(path as string, `http://127.0.0.1:${port}`), options)
  })

  afterEach(() => {
    globalThis.fetch = realFetch
    server.close()
    server.closeAllConnections()
  })

  test('arguments go by name, and the data comes back', async () => {
    answer = { status: 200, body: '{"ok": true, "data": {"done": true}}' }
    expect(await call('cancel', { id: 'gen_1' })).toEqual({ done: true })
    expect(asked).toEqual([{ method: 'POST', url: '/api/cancel', header: '1', body: '{"id":"gen_1"}' }])
  })

  test('what was asked ahead is asked once, and answers one call', async () => {
    answer = { status: 200, body: '{"ok": true, "data": 1}' }
    const ahead = askAhead('get_run', { run_id: 'run_1' })
    expect(await Promise.all([ahead, call('get_run', { run_id: 'run_1' })])).toEqual([1, 1])
    expect(asked).toHaveLength(1)
    answer = { status: 200, body: '{"ok": true, "data": 2}' }
    expect(await call('get_run', { run_id: 'run_1' })).toBe(2)
  })

  test('a method without arguments needs none', async () => {
    answer = { status: 200, body: '{"ok": true, "data": 1}' }
    await call('get_spend')
    await call('get_spend', {})
    expect(asked.map(({ body }) => body)).toEqual(['{}', '{}'])
  })

  test('an error comes as it was sent', async () => {
    answer = { status: 200, body: '{"ok": false, "error": {"code": "cost_cap", "message": "m", "details": {"cap": 2}}}' }
    const error = await thrownBy(call('get_spend'))
    expect([error.code, error.message, error.details]).toEqual(['cost_cap', 'm', { cap: 2 }])
  })

  test.each([
    [401, '{"ok": false, "error": {"code": "auth_failed", "message": "", "details": {}}}'],
    [502, '<html>'],
    [200, ''],
    [200, 'null'],
    [200, '{}'],
  ])('no sensible answer (%s %s): the engine is gone', async (status, body) => {
    answer = { status, body }
    expect((await thrownBy(call('get_spend'))).code).toBe('engine_gone')
  })

  const begin = (prompt: string) => call('generate_all', { prompt, selected_models: ['openai/one'], params: {} })
  const ids = () => asked.map(({ body }) => (JSON.parse(body) as { request_id?: string }).request_id)

  test('what costs is asked for again under its own id where the answer was lost, and nothing else is', async () => {
    answer = { status: 200, body: '{"ok": true, "data": {"run_id": "run_1", "generations": []}}' }
    lost = 1
    expect((await begin('a fox')).run_id).toBe('run_1')
    const [first, again] = ids()
    expect(first).toMatch(/^[0-9a-f]{32}$/)
    expect([again, asked.length]).toEqual([first, 2])
    await begin('a fox')
    expect([ids().length, new Set(ids()).size]).toEqual([3, 2])
    lost = 1
    expect((await thrownBy(call('update_image', { img_id: 'img_1', favourite: true }))).code).toBe('engine_gone')
    expect([asked.length, ids()[3]]).toEqual([4, undefined])
  })

  test('a press that was never answered is the next one of the same', async () => {
    answer = { status: 200, body: '{"ok": true, "data": {"run_id": "run_1", "generations": []}}' }
    lost = 2
    expect((await thrownBy(begin('a wolf'))).code).toBe('engine_gone')
    await begin('a hare')
    await begin('a wolf')
    await begin('a wolf')
    const [first, again, hare, next, another] = ids()
    expect([again, next]).toEqual([first, first])
    expect(new Set([first, hare, another]).size).toBe(3)
  })

  test.each([
    [200, '{"ok": false, "error": {"code": "cost_cap", "message": "m", "details": {}}}', 'cost_cap'],
    [401, '', 'engine_gone'],
  ])('what was refused is not asked for again (%s)', async (status, body, code) => {
    answer = { status, body }
    expect((await thrownBy(begin('an owl'))).code).toBe(code)
    expect(asked).toHaveLength(1)
  })

  test('nobody there: the engine is gone', async () => {
    await new Promise((closed) => server.close(closed))
    expect((await thrownBy(call('get_spend'))).code).toBe('engine_gone')
  })
})

describe('in the window', () => {
  beforeEach(() => serveAs('window'))

  function show(functions: Record<string, (...args: unknown[]) => Promise<unknown>>) {
    window.pywebview = { api: functions, platform: 'qtwebengine', _QWebChannel: {} }
  }

  test('arguments go by position, null for what is left out', async () => {
    const given: unknown[][] = []
    show({
      list_runs: (...args) => {
        given.push(args)
        return Promise.resolve({ ok: true, data: { runs: [], next_cursor: null, total: 0 } })
      },
    })
    expect((await call('list_runs', { limit: 5, text: 'cat' })).total).toBe(0)
    expect(given).toEqual([['cat', null, 5, null, null]])
  })

  test('an error comes as it was sent', async () => {
    const error = { code: 'not_found', message: 'm', details: {} }
    show({ get_run: () => Promise.resolve({ ok: false, error }) })
    expect((await thrownBy(call('get_run', { run_id: 'x' }))).code).toBe('not_found')
  })

  test('a function that breaks is internal, one that is missing means the engine is gone', async () => {
    show({ get_run: () => Promise.reject(new Error('Traceback')) })
    expect((await thrownBy(call('get_run', { run_id: 'x' }))).code).toBe('internal')
    expect((await thrownBy(call('get_spend'))).code).toBe('engine_gone')
  })

  test.each([
    ['nothing is there yet', () => undefined],
    ['the channel is not there yet', () => (window.pywebview = { api: { get_spend: () => Promise.resolve() }, platform: 'qtwebengine' })],
    ['the functions are not there yet', () => (window.pywebview = { api: {}, platform: 'cocoa' })],
  ])('a call waits while %s', async (_, before) => {
    before()
    const answer = call('get_spend')
    show({ get_spend: () => Promise.resolve({ ok: true, data: { today: 1 } }) })
    window.dispatchEvent(new CustomEvent('pywebviewready'))
    expect(await answer).toEqual({ today: 1 })
  })
})

test('every method has its order of parameters, every error code is a word', () => {
  expect(PARAMETER_ORDER.generate_all).toEqual(['prompt', 'selected_models', 'params', 'request_id'])
  expect(ERROR_CODES.every((code) => /^[a-z_]+$/.test(code))).toBe(true)
})

test('addresses of pictures', () => {
  expect([mediaUrl('img_1'), thumbUrl('img_1'), thumbUrl('img_1', 768)]).toEqual([
    '/media/img_1',
    '/media/img_1/thumb?size=320',
    '/media/img_1/thumb?size=768',
  ])
})
