import { screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import type { SpendReport } from '@/bridge/contract'
import { aModel } from '@/shared/models/a-model'
import { aKey, aProvider, aSpend, answerAtTheWire, aVault, renderInStudio } from '@/shared/studio/test-engine'
import { KeyCaps } from './KeyCaps'
import { SpendGroups } from './SpendGroups'

afterEach(() => vi.unstubAllGlobals())

it('calls a chat model by its name, as an image model', async () => {
  const line = { spent: 1, possible: 0, calls: 1, unpriced: 0, images: 0, kept: 0, per_kept: null }
  const report: SpendReport = { first: '2026-11-01', last: '2026-11-30', spent: 2, possible: 0, unpriced: 0, days: [], months: [], providers: [], keys: [], people: [], models: [{ ...line, id: 'openrouter/google/flash' }, { ...line, id: 'openai/gpt-image' }] }
  const models = { chat: [aModel('openrouter/google/flash', {}, { kind: 'chat', label: 'Flash that talks' })], image: [aModel('openai/gpt-image', {}, { label: 'Image that shows' })] }
  answerAtTheWire({ list_models: ({ kind }) => models[kind as 'chat' | 'image'] })
  renderInStudio(<SpendGroups report={report} />)
  expect(await screen.findByText('Flash that talks')).toBeInTheDocument()
  expect(await screen.findByText('Image that shows')).toBeInTheDocument()
})

it("calls what is not a service's own name in the user's words, where keys are capped", async () => {
  const providers = [aProvider({ id: 'custom_openai', label: "the engine's word", configured: true, keys: [aKey()] })]
  answerAtTheWire({ list_providers: () => ({ providers, vault: aVault() }) })
  renderInStudio(<KeyCaps caps={aSpend.caps} uses={[]} onChange={() => null} />)
  expect(await screen.findByText('OpenAI-compatible service …9f2c')).toBeInTheDocument()
})
