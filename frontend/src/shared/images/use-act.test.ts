import { act as drawn, renderHook } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { useAct } from './use-act'

it('does once what is asked for twice before the page shows that it is busy, and again when that is over', async () => {
  const { result } = renderHook(() => useAct())
  const { actOnce } = result.current
  const work = vi.fn(() => Promise.resolve())
  await drawn(() => Promise.all([actOnce(work), actOnce(work)]))
  expect(work).toHaveBeenCalledOnce()
  await drawn(() => actOnce(work))
  expect(work).toHaveBeenCalledTimes(2)
})
