import { screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Generation } from '@/bridge/contract'
import { aGeneration, aRun } from '@/shared/jobs/a-run'
import { answerAtTheWire, renderInStudio } from '@/shared/studio/test-engine'
import { CanvasHeader } from './CanvasHeader'

const at = (time: string) => `2026-11-21T${time}.000Z`

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(at('18:00:00')) })
  answerAtTheWire({})
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function clockOf(...generations: Partial<Generation>[]): Promise<string | null | undefined> {
  const run = aRun(generations.map((rest, index) => aGeneration(`g${index}`, rest)), { created: at('09:00:00') })
  renderInStudio(<CanvasHeader run={run} />)
  await screen.findByRole('heading')
  return screen.queryByRole('timer')?.textContent
}

it('counts the time of what is asked again, not since the run was made hours ago', async () => {
  const morning = { state: 'done', started: at('09:00:00'), seconds: 8 } as const
  expect(await clockOf(morning, { state: 'running', started: at('17:59:56') })).toBe('4.0 s')
})

it('counts on through the models of a run that follow one another', async () => {
  const first = { state: 'done', started: at('17:59:40'), seconds: 12 } as const
  const second = { state: 'failed', started: at('17:59:50'), seconds: 6 } as const
  expect(await clockOf(first, second, { state: 'running', started: at('17:59:56') }, { state: 'queued' })).toBe('20 s')
})

it('counts nothing while nothing has begun', async () => {
  expect(await clockOf({ state: 'queued' })).toBeUndefined()
})

it.each([
  [[0, 0], / · free$/],
  [[0, null], / · price not known$/],
  [[0.04, null], / · \$0\.04 or more$/],
])('tells what %j cost as far as that is known: what was free makes nothing else free', async (costs, told) => {
  renderInStudio(<CanvasHeader run={aRun(costs.map((cost, index) => aGeneration(`g${index}`, { state: 'done', cost })))} />)
  expect((await screen.findByText(/1 model/)).parentElement?.textContent).toMatch(told)
})
