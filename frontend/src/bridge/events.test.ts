import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Event } from './contract'

/** Stands at the wire: what a browser's EventSource does, driven by hand. */
class WireSource {
  static readonly CLOSED = 2
  static opened: WireSource[] = []
  readyState = 1
  onopen: (() => void) | null = null
  onmessage: ((message: { data: string }) => void) | null = null
  onerror: (() => void) | null = null

  constructor(readonly url: string) {
    WireSource.opened.push(this)
  }

  close() {
    this.readyState = WireSource.CLOSED
  }

  send(id: number, type: Event['type'] = 'notice') {
    this.onmessage?.({ data: JSON.stringify({ id, type, at: '', data: {} }) })
  }

  fail() {
    this.readyState = WireSource.CLOSED
    this.onerror?.()
  }
}

const newest = () => WireSource.opened.at(-1) as WireSource

describe('events', () => {
  let heard: number[]
  let subscribeEvents: typeof import('./events').subscribeEvents

  beforeEach(async () => {
    vi.useFakeTimers()
    vi.stubGlobal('EventSource', WireSource)
    vi.resetModules()
    ;({ subscribeEvents } = await import('./events'))
    WireSource.opened = []
    heard = []
  })

  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
    document.head.innerHTML = ''
  })

  const listen = () => subscribeEvents(({ id }) => heard.push(id))

  test('begin where the page was served', () => {
    document.head.innerHTML = '<meta name="omniimage-last-event" content="100">'
    listen()
    expect(newest().url).toBe('/events?last=100')
    newest().send(100)
    newest().send(101)
    expect(heard).toEqual([101])
  })

  test('begin now where no studio served the page', () => {
    listen()
    expect(newest().url).toBe('/events')
  })

  test('each is heard once, by every listener', () => {
    listen()
    listen()
    for (const id of [1, 2, 2, 1, 3]) newest().send(id)
    expect(heard).toEqual([1, 1, 2, 2, 3, 3])
    expect(WireSource.opened).toHaveLength(1)
  })

  test('a refused connection is opened again after the last event, less and less often', () => {
    listen()
    newest().send(7)
    for (const wait of [250, 500, 1000]) {
      const count = WireSource.opened.length
      newest().fail()
      vi.advanceTimersByTime(wait - 1)
      expect(WireSource.opened).toHaveLength(count)
      vi.advanceTimersByTime(1)
      expect(newest().url).toBe('/events?last=7')
    }
    newest().onopen?.()
    newest().fail()
    vi.advanceTimersByTime(250)
    expect(WireSource.opened).toHaveLength(5)
  })

  test('a connection that the browser opens again itself is left alone', () => {
    listen()
    newest().readyState = 0
    newest().onerror?.()
    vi.advanceTimersByTime(60_000)
    expect(WireSource.opened).toHaveLength(1)
  })

  test('a reset is heard whatever its id, and the next events count from it', () => {
    listen()
    newest().send(500)
    newest().send(20, 'reset')
    newest().send(21)
    expect(heard).toEqual([500, 20, 21])
  })

  test('the last one to leave closes the door', () => {
    const leaving = [listen(), listen()]
    leaving[0]?.()
    expect(newest().readyState).toBe(1)
    leaving[1]?.()
    expect(newest().readyState).toBe(WireSource.CLOSED)
    listen()
    expect(WireSource.opened).toHaveLength(2)
  })
})
