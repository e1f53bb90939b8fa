import { screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { aModel } from '@/shared/models/a-model'
import { aStudio, answerAtTheWire, renderInStudio, someSettings } from '@/shared/studio/test-engine'
import { useDraft } from '../draft'
import { GenerateButton } from './GenerateButton'

it.each([false, true])('cannot be pressed on a library that can only be read (%s), and says so beside it', async (read_only) => {
  useDraft.setState({ prompt: 'a lighthouse' })
  const settings = { ...someSettings, selected_models: ['openai/one'] }
  answerAtTheWire({
    studio_info: () => ({ ...aStudio, read_only }),
    get_settings: () => settings,
    list_models: () => [aModel('openai/one')],
    get_spend: () => null,
    estimate: () => ({ models: [], known_cost: 0, unknown_models: [] }),
  })
  renderInStudio(<GenerateButton />)
  const button = await screen.findByRole('button', { name: /Generate/ })
  await vi.waitFor(() => {
    expect(screen.queryByText('Read-only library') !== null).toBe(read_only)
    expect(button).toHaveProperty('disabled', read_only)
  })
})
