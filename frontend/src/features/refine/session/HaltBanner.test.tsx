import { screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { aModel } from '@/shared/models/a-model'
import { aProvider, aSpend, answerAtTheWire, aVault, EngineSays, renderInStudio } from '@/shared/studio/test-engine'
import { aSession } from './a-session'
import { HaltBanner } from './HaltBanner'

afterEach(() => vi.unstubAllGlobals())

it('calls the provider that has no key by its name, where the error names no model', async () => {
  const grok = aModel('openrouter/grok', {}, { kind: 'chat', provider: 'openrouter', provider_label: 'OpenRouter', available: false, reason: 'no_key' })
  answerAtTheWire({
    list_models: ({ kind }) => (kind === 'chat' ? [grok] : []),
    list_providers: () => ({ providers: [aProvider({ id: 'openrouter', label: 'OpenRouter' })], vault: aVault() }),
    get_spend: () => aSpend,
    estimate_session: () => {
      throw new EngineSays({ code: 'internal', message: '', details: {} })
    },
  })
  const error = { code: 'auth_failed' as const, message: '', details: { provider: 'openrouter', reason: 'no_key', charged: 'no' } }
  renderInStudio(<HaltBanner session={{ ...aSession([]), status: 'failed', error }} />)
  expect(await screen.findByText(/^OpenRouter needs a key/)).toBeInTheDocument()
})
