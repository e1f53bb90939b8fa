import { screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import type { ModelShare } from '@/bridge/contract'
import { aBatch } from '@/shared/batch/a-batch'
import { answerAtTheWire, renderInStudio } from '@/shared/studio/test-engine'
import { Header } from './Header'

const batch = aBatch('batch_1', { state: 'done', total: 40, counts: { done: 37, failed: 3 } })

const share = (model: string, tasks: number, cost: number | null, problem: string | null = null): ModelShare => ({ model, tasks, cost, problem })

it.each([
  [[share('openai/one', 3, 0.15)], 'Retry 3 failed · $0.15'],
  [[share('openai/one', 2, 0.1), share('custom/two', 1, null)], 'Retry 3 failed · $0.10 or more'],
  [[share('custom/two', 3, null)], 'Retry 3 failed · price not known'],
  [[share('offline/poster', 2, 0), share('gone/three', 1, null, 'model_missing')], 'Retry 3 failed · free'],
])('says what trying again costs', async (shares, words) => {
  const asked = answerAtTheWire({ preview_retry: () => shares })
  renderInStudio(<Header batch={batch} />)
  expect(await screen.findByRole('button', { name: words })).toBeInTheDocument()
  expect(asked.filter(({ method }) => method === 'preview_retry')).toEqual([{ method: 'preview_retry', args: { id: 'batch_1' } }])
})

it.each([
  [aBatch('batch_2', { counts: { queued: 10 } }), [share('openai/one', 10, 0.5)], 'Start · $0.50'],
  [aBatch('batch_2', { state: 'capped', counts: { done: 2, queued: 8 } }), [share('openai/one', 4, 0.2), share('custom/two', 4, null)], 'Resume · $0.20 or more'],
  [aBatch('batch_2', { state: 'paused', trial: true, counts: { done: 3, queued: 7 } }), [share('custom/two', 7, null)], 'Continue with 7 tasks · price not known'],
])('says what letting the others go costs', async (stopped, shares, words) => {
  const asked = answerAtTheWire({ preview_start: () => shares })
  renderInStudio(<Header batch={stopped} />)
  expect(await screen.findByRole('button', { name: words })).toBeInTheDocument()
  expect(asked.filter(({ method }) => method === 'preview_start')).toEqual([{ method: 'preview_start', args: { batch_id: 'batch_2' } }])
})

it('calls nothing free that cannot run', async () => {
  const asked = answerAtTheWire({ preview_start: () => [share('gone/three', 10, null, 'model_missing')] })
  renderInStudio(<Header batch={aBatch('batch_3', { counts: { queued: 10 } })} />)
  await vi.waitFor(() => expect(asked.map(({ method }) => method)).toContain('preview_start'))
  await new Promise((settled) => setTimeout(settled))
  expect(screen.getByRole('button', { name: 'Start' })).toBeInTheDocument()
})

it('counts as failed the tasks alone, whose steps failed or not', async () => {
  answerAtTheWire({ preview_retry: () => [share('openai/one', 3, 0.15)] })
  renderInStudio(<Header batch={{ ...batch, steps: { failed: 20 } }} />)
  expect(await screen.findByRole('button', { name: 'Retry 3 failed · $0.15' })).toBeInTheDocument()
})

it('asks for no price where steps alone failed', () => {
  const asked = answerAtTheWire({})
  renderInStudio(<Header batch={{ ...batch, counts: { done: 40 }, steps: { failed: 2 } }} />)
  expect(screen.getByRole('button', { name: 'Redo the steps of 2 tasks' })).toBeInTheDocument()
  expect(asked.map(({ method }) => method)).not.toContain('preview_retry')
})
