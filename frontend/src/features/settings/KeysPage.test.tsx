import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { ProviderInfo, VaultStatus } from '@/bridge/contract'
import { answerAtTheWire, aProvider, renderInStudio } from '@/shared/studio/test-engine'
import KeysPage from './KeysPage'

const saved = aProvider({ configured: true, state: 'works', last4: '9f2c' })
const keychain: VaultStatus = { backend: 'keychain', unreadable: [], locked: false, rotated: null }

function open(providers: ProviderInfo[], answers = {}, vault: Partial<VaultStatus> = {}) {
  const asked = answerAtTheWire({ list_providers: () => ({ providers, vault: { ...keychain, ...vault } }), list_models: () => [], ...answers })
  renderInStudio(<KeysPage />)
  return asked
}

const row = async (name: string) => within((await screen.findAllByRole('listitem')).find((item) => item.textContent.includes(name)) as HTMLElement)

describe('the keys page', () => {
  it('shows of a saved key its last four characters and its state', async () => {
    open([saved])
    const openai = await row('OpenAI')
    expect(openai.getByText('Key ending in 9f2c')).toBeInTheDocument()
    expect(openai.getByText('works')).toBeInTheDocument()
  })

  it('warns for as long as there is no keychain, and of keys that cannot be read', async () => {
    open([saved], {}, { backend: 'file', unreadable: ['openai'] })
    expect(await screen.findByText(/No keychain was found/)).toBeInTheDocument()
    expect(screen.getByRole('alert')).toHaveTextContent('The keys of OpenAI can no longer be read')
  })

  it('asks before it removes a key', async () => {
    const asked = open([saved], { remove_config: () => aProvider() })
    const user = userEvent.setup()
    await user.click(await screen.findByRole('button', { name: 'Remove…' }))
    const dialog = within(screen.getByRole('dialog'))
    expect(asked.map(({ method }) => method)).not.toContain('remove_config')
    await user.click(dialog.getByRole('button', { name: 'Remove' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
    expect((await row('OpenAI')).getByText('no key')).toBeInTheDocument()
  })

  it('shows why a check failed, with the words of the provider as text', async () => {
    const said = '<b>Incorrect</b> API key'
    const error = { code: 'auth_failed', message: '', details: { provider: 'openai', provider_message: said } }
    open([saved], { check_config: () => ({ ...saved, state: 'refused', error }) })
    await userEvent.click(await screen.findByRole('button', { name: 'Check (free)' }))
    const alert = await screen.findByRole('alert')
    expect(alert).toHaveTextContent('OpenAI did not accept the key')
    expect(within(alert).getByText(said)).toBeInTheDocument()
    expect((await row('OpenAI')).getByRole('button', { name: 'Replace: OpenAI' })).toBeInTheDocument()
  })

  it('adds a model by its name', async () => {
    const asked = open([saved], { set_custom_models: () => ({ ...saved, custom_models: ['my-model'] }) })
    await userEvent.type(await screen.findByLabelText('Add a model by name'), 'my-model{Enter}')
    await waitFor(() => expect(asked).toContainEqual({ method: 'set_custom_models', args: { provider: 'openai', names: ['my-model'] } }))
  })
})
