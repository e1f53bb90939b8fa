import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import i18next from 'i18next'
import { describe, expect, it } from 'vitest'
import type { ProviderInfo, VaultStatus } from '@/bridge/contract'
import { aModel } from '@/shared/models/a-model'
import { aKey, answerAtTheWire, aProvider, aVault, EngineSays, renderInStudio } from '@/shared/studio/test-engine'
import { navigate } from '@/shared/studio/navigation'
import { Toaster } from '@/shared/ui/Toaster'
import KeysPage from './KeysPage'

const saved = aProvider({ configured: true, state: 'works', last4: '9f2c', keys: [aKey({ state: 'works' })] })

function open(providers: ProviderInfo[], answers = {}, vault: Partial<VaultStatus> = {}) {
  const asked = answerAtTheWire({ list_providers: () => ({ providers, vault: aVault(vault) }), list_models: () => [], ...answers })
  renderInStudio(
    <>
      <KeysPage />
      <Toaster />
    </>,
  )
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

  it('says of a service that only talks which chat models it has, not that it has none', async () => {
    const models = { image: [], chat: [aModel('deepseek/chat', {}, { kind: 'chat', provider: 'deepseek', label: 'DeepSeek Chat' })] }
    const list_models = ({ kind }: { kind: 'image' | 'chat' }) => models[kind]
    open([aProvider({ id: 'deepseek', label: 'DeepSeek', image_models: 0 })], { list_models })
    expect(await (await row('DeepSeek')).findByText('1 chat model')).toBeInTheDocument()
    expect(screen.getByText('DeepSeek Chat')).toBeInTheDocument()
    expect(screen.queryByText(/no models yet/i)).not.toBeInTheDocument()
  })

  it('warns for as long as there is no keychain, and of keys that cannot be read', async () => {
    open([saved], {}, { backend: 'file', unreadable: ['openai'] })
    expect(await screen.findByText(/No keychain was found/)).toBeInTheDocument()
    expect(screen.getByRole('alert')).toHaveTextContent('The keys of OpenAI can no longer be read')
  })

  it('removes a key at once, and brings it back when asked to', async () => {
    const asked = open([saved], { remove_config: () => aProvider(), restore_config: () => saved })
    const user = userEvent.setup()
    await user.click(await screen.findByRole('button', { name: 'Remove' }))
    expect(await (await row('OpenAI')).findByText('no key')).toBeInTheDocument()
    await user.click(await screen.findByRole('button', { name: /Undo/ }))
    await waitFor(() => expect(asked).toContainEqual({ method: 'restore_config', args: { provider: 'openai', key_id: '' } }))
    expect(await (await row('OpenAI')).findByText('works')).toBeInTheDocument()
  })

  it('finds a service by its name, and groups them by where they are', async () => {
    const local = aProvider({ id: 'vllm', label: 'vLLM', group: 'local', needs_key: false })
    open([saved, local])
    expect(within(await screen.findByRole('region', { name: 'On this machine' })).getByText('vLLM')).toBeInTheDocument()
    await userEvent.type(screen.getByRole('searchbox', { name: /Find among 2/ }), 'open')
    expect(screen.queryByRole('region', { name: 'On this machine' })).not.toBeInTheDocument()
    expect((await row('OpenAI')).getByText('works')).toBeInTheDocument()
  })

  it('keeps several keys in the order of use', async () => {
    const two = { ...saved, keys: [aKey({ label: 'work' }), aKey({ id: 'key_2', last4: 'p0Qz' })] }
    const asked = open([two], { order_keys: () => ({ ...two, keys: [...two.keys].reverse() }) })
    const user = userEvent.setup()
    await user.click(await screen.findByRole('button', { name: 'Actions: Key 2' }))
    await user.click(screen.getByRole('menuitem', { name: 'Use earlier' }))
    await waitFor(() => expect(asked).toContainEqual({ method: 'order_keys', args: { provider: 'openai', key_ids: ['key_2', 'key_1'] } }))
    const first = () => within(screen.getByRole('list', { name: 'Keys, in the order of use' })).getAllByRole('listitem')[0]
    await waitFor(() => expect(first()).toHaveTextContent('p0Qz'))
  })

  it('adds a further key with a name, and checks that one', async () => {
    const second = aKey({ id: 'key_2', label: 'home', last4: '8888' })
    const both = { ...saved, keys: [...saved.keys, second] }
    const asked = open([saved], { add_key: () => both, check_key: () => both })
    const user = userEvent.setup()
    await user.click(await screen.findByRole('button', { name: 'Add a key' }))
    await user.type(screen.getByLabelText('Key for OpenAI'), 'sk-canary-8888')
    await user.type(screen.getByLabelText('Name of the key'), 'home{Enter}')
    await waitFor(() => expect(asked).toContainEqual({ method: 'check_key', args: { provider: 'openai', key_id: 'key_2' } }))
    expect(asked).toContainEqual({ method: 'add_key', args: { provider: 'openai', key: 'sk-canary-8888', label: 'home' } })
    expect(document.body.innerHTML).not.toContain('canary')
  })

  it('says before a key is saved that it cannot be checked for nothing', async () => {
    open([aProvider({ checkable: false, configured: true, state: 'not_checked', last4: '9f2c', keys: [aKey()] })])
    expect(await screen.findByText(/no free way to check a key/)).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: /Check/ })).not.toBeInTheDocument()
  })

  it('keeps a secret header whose value it was not shown, when another is added', async () => {
    const asked = open([{ ...saved, extra_headers: { 'X-Token': null } }], { set_extra_headers: () => saved })
    const user = userEvent.setup()
    await user.click(await screen.findByRole('button', { name: /Extra headers/ }))
    await user.type(screen.getByLabelText('Name of the header'), 'X-Project')
    await user.type(screen.getByLabelText('value'), 'studio{Enter}')
    await waitFor(() =>
      expect(asked).toContainEqual({ method: 'set_extra_headers', args: { provider: 'openai', headers: { 'X-Token': null, 'X-Project': 'studio' } } }),
    )
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

  it('saves notes that are still being typed when their provider is left', async () => {
    const other = aProvider({ id: 'vllm', label: 'vLLM', group: 'local', needs_key: false })
    const asked = open([saved, other], { set_notes: () => saved })
    fireEvent.change(await screen.findByRole('textbox', { name: 'Notes' }), { target: { value: 'the team pays' } })
    act(() => navigate('keys', { provider: 'vllm' }))
    await waitFor(() => expect(asked).toContainEqual({ method: 'set_notes', args: { provider: 'openai', notes: 'the team pays' } }))
  })

  it('takes a second model while the first is still on its way', async () => {
    const asked = open([saved], { set_custom_models: () => new Promise(() => null) })
    const field = await screen.findByLabelText('Add a model by name')
    await userEvent.type(field, 'one{Enter}')
    await userEvent.clear(field)
    await userEvent.type(field, 'two{Enter}')
    await waitFor(() => expect(asked).toContainEqual({ method: 'set_custom_models', args: { provider: 'openai', names: ['one', 'two'] } }))
  })

  it('adds a model by its name', async () => {
    const asked = open([saved], { set_custom_models: () => ({ ...saved, custom_models: ['my-model'] }) })
    await userEvent.type(await screen.findByLabelText('Add a model by name'), 'my-model{Enter}')
    await waitFor(() => expect(asked).toContainEqual({ method: 'set_custom_models', args: { provider: 'openai', names: ['my-model'] } }))
  })

  it('says that a removed key could not be brought back, when its row is gone', async () => {
    const second = aKey({ id: 'key_2', label: 'home', last4: '8888' })
    open([{ ...saved, keys: [...saved.keys, second] }], {
      remove_key: () => saved,
      restore_config: () => {
        throw new EngineSays({ code: 'storage_full', message: '', details: {} })
      },
    })
    const user = userEvent.setup()
    await user.click(await screen.findByRole('button', { name: 'Actions: home' }))
    await user.click(screen.getByRole('menuitem', { name: 'Remove' }))
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Actions: home' })).not.toBeInTheDocument())
    fireEvent.click(await screen.findByRole('button', { name: /Undo/ }))
    expect(await screen.findByText(new RegExp(i18next.t('errors.storage_full.title')))).toBeInTheDocument()
  })
})
