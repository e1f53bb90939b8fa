import { render, screen } from '@testing-library/react'
import { Suspense } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { isBack } from '@/bridge/call'
import { later } from './later'
import { answerAtTheWire } from './test-engine'

beforeEach(() => vi.useFakeTimers({ shouldAdvanceTime: true }))
afterEach(() => vi.useRealTimers())

it('comes once the engine is back, where its script could not be fetched without it', async () => {
  let isThere = false
  answerAtTheWire({
    studio_info: () => {
      if (!isThere) throw new Error('nobody is there')
      return {}
    },
  })
  const Part = later(() => (isThere ? Promise.resolve({ default: () => <p>the library</p> }) : Promise.reject(new TypeError('Failed to fetch'))))
  render(<Suspense fallback="the page before">{<Part />}</Suspense>)
  await vi.advanceTimersByTimeAsync(4000)
  expect(screen.getByText('the page before')).toBeInTheDocument()
  isThere = true
  await vi.advanceTimersByTimeAsync(2000)
  expect(await screen.findByText('the library')).toBeInTheDocument()
})

it('is waited for no longer than told', async () => {
  answerAtTheWire({ studio_info: () => { throw new Error('nobody is there') } })
  const heard = vi.fn()
  void isBack(10_000).then(heard)
  await vi.advanceTimersByTimeAsync(9000)
  expect(heard).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(3000)
  expect(heard).toHaveBeenCalledWith(false)
})
