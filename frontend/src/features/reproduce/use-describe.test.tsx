import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ModelInfo } from '@/bridge/contract'
import { aModel } from '@/shared/models/a-model'
import { aProvider, aSpend, answerAtTheWire, aVault, EngineSays, renderInStudio, someSettings } from '@/shared/studio/test-engine'
import { MissingKey } from '@/shared/words/MissingKey'
import { useSources } from '@/shared/words/sources'
import { DescribeButton } from './source/DescribeButton'
import { useDescribe } from './use-describe'

const seeing = (id: string, rest: Partial<ModelInfo> = {}) =>
  aModel(id, {}, { kind: 'chat', chat: { sees: true, input_per_million: 1, output_per_million: 1, context_tokens: null, as_of: null, source: null }, ...rest })
const noKey = { available: false, reason: 'no_key' as const }
const SUGGESTED = 'openrouter/google/gemini-3.1-pro-preview'

/** As the button, and as its key, which nothing disables. */
function Describe() {
  const { describe, model, why } = useDescribe()
  return (
    <>
      <p>{`${model?.id} ${why}`}</p>
      <button onClick={describe}>describe</button>
    </>
  )
}

const shows = (words: string) => waitFor(() => expect(screen.getByText(words)).toBeInTheDocument())
const press = () => userEvent.click(screen.getByText('describe'))

beforeEach(() => useSources.setState({ queue: [{ image: 'img_1', reproduction: null }], at: 0 }))
afterEach(() => vi.unstubAllGlobals())

describe('asking for a description', () => {
  it('is not done again where it was begun, also where that cannot be looked at', async () => {
    const asked = answerAtTheWire({
      list_models: () => [seeing(SUGGESTED)],
      start_reproductions: () => [{ id: 'rep_1' }],
      get_reproduction: () => {
        throw new EngineSays({ code: 'storage_failed', message: '', details: {} })
      },
    })
    renderInStudio(<Describe />)
    await shows(`${SUGGESTED} null`)
    await press()
    await expect.poll(() => useSources.getState().queue[0]?.reproduction).toBe('rep_1')
    expect(asked.filter(({ method }) => method === 'start_reproductions')).toHaveLength(1)
  })

  it('is not done again while it is being written, by no key either', async () => {
    useSources.setState({ queue: [{ image: 'img_1', reproduction: 'rep_1' }], at: 0 })
    const asked = answerAtTheWire({ list_models: () => [seeing(SUGGESTED)], get_reproduction: () => ({ id: 'rep_1', state: 'running' }) })
    renderInStudio(<Describe />)
    await shows(`${SUGGESTED} writing`)
    await press()
    expect(asked.map(({ method }) => method)).not.toContain('start_reproductions')
  })

  it('asks for no key where the one that is there is locked', async () => {
    const provider = aProvider({ id: 'openrouter', label: 'OpenRouter' })
    answerAtTheWire({
      list_models: () => [seeing(SUGGESTED, { available: false, reason: 'vault_locked' })],
      list_providers: () => ({ providers: [provider], vault: aVault({ locked: true }) }),
    })
    renderInStudio(
      <>
        <DescribeButton />
        <MissingKey sees model={SUGGESTED} onUse={() => null} />
      </>,
    )
    expect(await screen.findByRole('button', { name: 'Unlock' })).toBeInTheDocument()
    expect(screen.getByText('Your keys are locked.')).toBeInTheDocument()
    expect(screen.queryByText(/needs a key/)).not.toBeInTheDocument()
  })

  it('is not asked for over a cap, by no key either, and says which', async () => {
    const caps = { ...aSpend.caps, day: 0.01 }
    const uses = [{ cap: 'day', key_id: null, person: null, limit: 0.01, spent: 0.02, reserved: 0 }]
    const asked = answerAtTheWire({ list_models: () => [seeing(SUGGESTED)], get_spend: () => ({ ...aSpend, caps, uses }), preview_reproduction: () => ({ cost: 0.012 }) })
    renderInStudio(
      <>
        <Describe />
        <DescribeButton />
      </>,
    )
    expect(await screen.findByText('Over your daily cap')).toBeInTheDocument()
    expect(screen.getByRole('button', { name: /^Describe/ })).toBeDisabled()
    await press()
    expect(asked.map(({ method }) => method)).not.toContain('start_reproductions')
  })

  it('begins with the model whose key is there, and stays with the one that was chosen', async () => {
    const settings = { ...someSettings, reproduce_model: '' }
    const answers = { list_models: () => [seeing('offline/judge', { is_ai: false }), seeing('gemini/flash'), seeing(SUGGESTED, noKey)] }
    answerAtTheWire({ ...answers, get_settings: () => settings })
    renderInStudio(<Describe />)
    await shows('gemini/flash null')
    answerAtTheWire({ ...answers, get_settings: () => ({ ...settings, reproduce_model: SUGGESTED }) })
    renderInStudio(<Describe />)
    await shows(`${SUGGESTED} noKey`)
  })
})
