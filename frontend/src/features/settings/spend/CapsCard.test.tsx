import { useQuery } from '@tanstack/react-query'
import { act, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import type { Caps } from '@/bridge/contract'
import { spendQuery } from '@/shared/studio/queries'
import { aSpend, answerAtTheWire, renderInStudio } from '@/shared/studio/test-engine'
import { CapsCard } from './CapsCard'

afterEach(() => vi.unstubAllGlobals())

function Card() {
  const { data } = useQuery(spendQuery)
  return data && <CapsCard spend={data} />
}

it('keeps two caps that are set one right after the other, whichever answer comes first', async () => {
  let held: Caps = aSpend.caps
  const waiting: (() => void)[] = []
  const spend = () => ({ ...aSpend, caps: held })
  answerAtTheWire({
    get_spend: spend,
    set_caps: ({ caps }) =>
      new Promise((resolve) => {
        waiting.push(() => {
          held = caps as Caps
          resolve(spend())
        })
      }),
  })
  const client = renderInStudio(<Card />)
  await userEvent.type(await screen.findByLabelText('Today, cap in USD'), '5{Enter}')
  await expect.poll(() => waiting.length).toBe(1)
  // What the engine said before is asked for again meanwhile, and lies over what was typed.
  await act(() => client.invalidateQueries({ queryKey: spendQuery.queryKey }))
  await userEvent.type(screen.getByLabelText('This month, cap in USD'), '50{Enter}')
  await act(async () => {
    do {
      waiting.pop()?.()
      await new Promise((resolve) => setTimeout(resolve))
    } while (waiting.length > 0 || client.isMutating() > 0)
  })
  expect(held).toMatchObject({ day: 5, month: 50 })
  expect(client.getQueryData(spendQuery.queryKey)?.caps).toMatchObject({ day: 5, month: 50 })
})
