import { expect, it, vi } from 'vitest'
import { once } from './once'
import { StudioError } from './studio-error'

const lost = () => Promise.reject(new StudioError('engine_gone'))

it('gives up where the connection does not come back in time, and keeps the id for the next press', async () => {
  const put = vi.fn<(id: string) => Promise<string>>(lost)
  const isBack = vi.fn(() => Promise.resolve(false))
  await expect(once('a fox', put, isBack)).rejects.toMatchObject({ code: 'engine_gone' })
  expect(put).toHaveBeenCalledTimes(1)
  put.mockResolvedValue('run_1')
  expect(await once('a fox', put, isBack)).toBe('run_1')
  expect(put.mock.calls[1]).toEqual(put.mock.calls[0])
  expect(isBack).toHaveBeenCalledTimes(1)
})

it('takes the same for another press after ten minutes', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const put = vi.fn<(id: string) => Promise<string>>(lost)
  const isNot = () => Promise.resolve(false)
  await expect(once('a wolf', put, isNot)).rejects.toThrow()
  vi.advanceTimersByTime(600_000)
  await expect(once('a wolf', put, isNot)).rejects.toThrow()
  vi.useRealTimers()
  expect(new Set(put.mock.calls.flat()).size).toBe(2)
})
