import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Wanted } from './levels.worker'
import { useOriginal } from './use-original'

/** Decodes when the test says. */
class Decoder extends EventTarget {
  static asked: Wanted[] = []
  static last: Decoder
  constructor() {
    super()
    Decoder.last = this
  }
  postMessage = (asked: Wanted) => void Decoder.asked.push(asked)
  terminate = () => undefined
  answer(url: string, level: Pick<ImageBitmap, 'close'>) {
    const asked = Decoder.asked.find((each) => each.url === url)
    this.dispatchEvent(new MessageEvent('message', { data: { id: asked?.id, levels: [level] } }))
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  Decoder.asked = []
  vi.stubGlobal('Worker', Decoder)
  vi.stubGlobal('fetch', () => new Promise(() => undefined))
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

it('lets go of pixels that come after their picture was left', () => {
  const { unmount } = renderHook(() => useOriginal('left'))
  renderHook(() => useOriginal('shown'))
  unmount()
  vi.advanceTimersByTime(500)
  const close = vi.fn()
  act(() => Decoder.last.answer('/media/left', { close }))
  expect(close).toHaveBeenCalledOnce()
})
