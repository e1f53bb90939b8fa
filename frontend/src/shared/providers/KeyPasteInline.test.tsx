import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { ProviderInfo } from '@/bridge/contract'
import { answerAtTheWire, aProvider, EngineSays, renderInStudio } from '@/shared/studio/test-engine'
import { KeyPasteInline } from './KeyPasteInline'

const KEY = 'sk-canary-1234'

function studioWith(provider: ProviderInfo, check: () => ProviderInfo, save = () => ({ ...provider, configured: true, last4: '1234' })) {
  return answerAtTheWire({
    list_providers: () => ({ providers: [provider], vault: { backend: 'keychain', unreadable: [] } }),
    save_config: save,
    check_config: check,
  })
}

async function paste(key = KEY) {
  const user = userEvent.setup()
  await user.click(await screen.findByLabelText('Key for OpenAI'))
  await user.paste(key)
  await user.keyboard('{Enter}')
}

describe('KeyPasteInline', () => {
  it('saves the key, checks it, tells its caller, and shows it no more', async () => {
    const asked = studioWith(aProvider(), () => aProvider({ configured: true, state: 'works', last4: '1234' }))
    const onSaved = vi.fn()
    const client = renderInStudio(<KeyPasteInline provider="openai" onSaved={onSaved} />)
    await paste(` ${KEY}\n`)
    await waitFor(() => expect(onSaved).toHaveBeenCalledOnce())
    expect(asked.find(({ method }) => method === 'save_config')?.args).toEqual({ provider: 'openai', key: KEY, url: '' })
    expect(asked.map(({ method }) => method)).toContain('check_config')
    expect(screen.getByLabelText('Key for OpenAI')).toHaveValue('')
    expect(JSON.stringify(client.getQueryCache().getAll().map(({ state }) => state.data))).not.toContain(KEY)
  })

  it('hides what is pasted and asks nobody to remember it', async () => {
    studioWith(aProvider(), aProvider)
    renderInStudio(<KeyPasteInline provider="openai" />)
    const field = await screen.findByLabelText('Key for OpenAI')
    expect(field).toHaveAttribute('type', 'password')
    expect(field).toHaveAttribute('autocomplete', 'new-password')
  })

  it.each([
    ['http://127.0.0.1:1/v1', false, 'Key for OpenAI'],
    ['http://127.0.0.1:1/v1', true, 'Base URL'],
    ['', false, 'Base URL'],
  ])('starts where something is missed: address %j, to be changed: %s', async (url, withUrl, field) => {
    studioWith(aProvider({ default_url: '', url }), aProvider)
    renderInStudio(<KeyPasteInline provider="openai" withUrl={withUrl} autoFocus />)
    await waitFor(() => expect(screen.getByLabelText(field)).toHaveFocus())
  })

  it('stays open and says so when the provider refuses the key', async () => {
    const error = { code: 'auth_failed', message: '', details: { provider: 'openai' } }
    studioWith(aProvider(), () => aProvider({ configured: true, state: 'refused', error }))
    const onSaved = vi.fn()
    renderInStudio(<KeyPasteInline provider="openai" onSaved={onSaved} />)
    await paste()
    expect(await screen.findByRole('alert')).toHaveTextContent('OpenAI did not accept the key')
    expect(onSaved).not.toHaveBeenCalled()
  })

  it('says what is wrong with what was typed', async () => {
    studioWith(aProvider(), aProvider, () => {
      throw new EngineSays({ code: 'bad_request', message: '', details: { field: 'url', reason: 'not_https' } })
    })
    renderInStudio(<KeyPasteInline provider="openai" withUrl />)
    await paste()
    expect(await screen.findByRole('alert')).toHaveTextContent('A key is not sent in the clear')
  })

  it('asks a service without an address of its own for one, and takes it without a key', async () => {
    const own = aProvider({ id: 'custom_openai', needs_key: false, default_url: '', key_page: null })
    const asked = studioWith(own, () => ({ ...own, configured: true, state: 'works' }))
    renderInStudio(<KeyPasteInline provider="custom_openai" />)
    const user = userEvent.setup()
    await user.type(await screen.findByLabelText('Base URL'), 'http://127.0.0.1:8080/v1{Enter}')
    await waitFor(() => expect(asked.find(({ method }) => method === 'save_config')?.args).toMatchObject({ key: '', url: 'http://127.0.0.1:8080/v1' }))
  })

  it('cannot be sent empty where a key is needed', async () => {
    studioWith(aProvider(), aProvider)
    renderInStudio(<KeyPasteInline provider="openai" />)
    expect(await screen.findByRole('button', { name: 'Save and check' })).toBeDisabled()
  })
})
