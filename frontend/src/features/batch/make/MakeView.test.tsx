import { act, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { useBatchDraft } from '@/shared/batch/draft'
import { aModel } from '@/shared/models/a-model'
import { aSpend, answerAtTheWire, renderInStudio, someSettings } from '@/shared/studio/test-engine'
import { MakeView } from './MakeView'

afterEach(() => vi.unstubAllGlobals())

const preview = ({ base_image_ids }: Record<string, unknown>) => {
  const tasks = Math.max(1, (base_image_ids as string[]).length)
  return { tasks, known_cost: tasks, seconds: null, first: [], twins: [], without_row: [], unused_rows: 0, models: [{ model: 'openai/one', tasks, cost: tasks, problem: null }] }
}

it('starts nothing while what it says of the price is of a moment ago', async () => {
  answerAtTheWire({
    get_batch_draft: () => ({ prompt: 'a hat' }),
    keep_batch_draft: () => null,
    preview_batch: preview,
    list_models: () => [aModel('openai/one')],
    list_matting_models: () => [],
    get_spend: () => aSpend,
    get_settings: () => ({ ...someSettings, selected_models: ['openai/one'] }),
  })
  renderInStudio(<MakeView />)
  expect(await screen.findByRole('button', { name: /^Start 1 task/ })).toBeEnabled()
  act(() => useBatchDraft.setState({ base_image_ids: ['img_1', 'img_2'] }))
  expect(screen.getByRole('button', { name: /^Start 1 task/ })).toBeDisabled()
  expect(await screen.findByRole('button', { name: /^Start 2 tasks/ })).toBeEnabled()
})
