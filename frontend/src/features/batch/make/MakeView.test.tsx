import { act, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { EMPTY_DRAFT, useBatchDraft } from '@/shared/batch/draft'
import { aModel } from '@/shared/models/a-model'
import { aSpend, answerAtTheWire, renderInStudio, someSettings } from '@/shared/studio/test-engine'
import { MakeView } from './MakeView'

beforeEach(() => useBatchDraft.setState({ ...EMPTY_DRAFT, prompt: 'a hat' }))
afterEach(() => vi.unstubAllGlobals())

const preview = ({ base_image_ids }: Record<string, unknown>) => {
  const tasks = Math.max(1, (base_image_ids as string[]).length)
  return { tasks, known_cost: tasks, seconds: null, first: [], twins: [], without_row: [], unused_rows: 0, models: [{ model: 'openai/one', tasks, cost: tasks, problem: null }] }
}

const answers = {
  get_batch_draft: () => ({}),
  keep_batch_draft: () => null,
  preview_batch: preview,
  list_models: () => [aModel('openai/one')],
  list_matting_models: () => [],
  get_spend: () => aSpend,
  get_settings: () => ({ ...someSettings, selected_models: ['openai/one'] }),
}

it('starts nothing while what it says of the price is of a moment ago', async () => {
  answerAtTheWire(answers)
  renderInStudio(<MakeView />)
  expect(await screen.findByRole('button', { name: /^Start 1 task/ })).toBeEnabled()
  act(() => useBatchDraft.setState({ base_image_ids: ['img_1', 'img_2'] }))
  expect(screen.getByRole('button', { name: /^Start 1 task/ })).toBeDisabled()
  expect(await screen.findByRole('button', { name: /^Start 2 tasks/ })).toBeEnabled()
})

it('starts at once after a change that costs nothing: a press that leaves a number field is not lost', async () => {
  answerAtTheWire(answers)
  renderInStudio(<MakeView />)
  expect(await screen.findByRole('button', { name: /^Start 1 task/ })).toBeEnabled()
  act(() => useBatchDraft.setState({ at_once: { openai: 4 }, follow_ups: [{ action: 'convert', options: {} }] }))
  expect(screen.getByRole('button', { name: /^Start 1 task/ })).toBeEnabled()
  act(() => useBatchDraft.setState({ repeat: 2 }))
  expect(screen.getByRole('button', { name: /^Start 1 task/ })).toBeDisabled()
})

it('shows which images no row names, and what is sent as it is written', async () => {
  useBatchDraft.setState({ prompt: 'a hat, __mood__', base_image_ids: ['img_1', 'img_2'] })
  answerAtTheWire({ ...answers, preview_batch: (args) => ({ ...preview(args), without_row: ['img_2'] }) })
  renderInStudio(<MakeView />)
  const words = await screen.findByText('1 image is named in no row and is left out.')
  expect(words.parentElement?.querySelectorAll('[data-left-out] > span')).toHaveLength(1)
  expect(screen.getByText('No list is called “mood”: __mood__ is sent as it is written.')).toBeInTheDocument()
})

it.each([
  [[], null, true],
  [['img_1'], null, false],
  [[], { name: 'names.csv', columns: ['name'], rows: [{ name: 'a shoe' }] }, false],
])('says where {name} stands for nothing', async (base_image_ids, table, isSaid) => {
  useBatchDraft.setState({ prompt: '{name} on a table', base_image_ids, table })
  answerAtTheWire(answers)
  renderInStudio(<MakeView />)
  expect(await screen.findByRole('button', { name: /^Start 1 task/ })).toBeEnabled()
  expect(screen.queryAllByText('Without base images {name} stands for nothing.')).toHaveLength(isSaid ? 1 : 0)
})
