import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import UnlockDialog from '@/shared/providers/UnlockDialog'
import { answerAtTheWire, aVault, EngineSays, renderInStudio } from '@/shared/studio/test-engine'
import { ImportDialog } from './keys/transfer/ImportDialog'
import { VaultPanel } from './keys/vault/VaultPanel'

const refuses = (reason: string) => () => {
  throw new EngineSays({ code: 'bad_request', message: '', details: { reason } })
}
const noProviders = { list_providers: () => ({ providers: [], vault: aVault() }) }
const close = () => undefined

describe('the vault', () => {
  it('puts the keys behind a passphrase that was typed twice alike', async () => {
    const asked = answerAtTheWire({ ...noProviders, set_passphrase: () => aVault({ backend: 'passphrase' }) })
    renderInStudio(<VaultPanel vault={aVault({ backend: 'file' })} />)
    const user = userEvent.setup()
    await user.click(screen.getByRole('button', { name: 'Set a passphrase' }))
    const dialog = within(screen.getByRole('dialog'))
    await user.type(dialog.getByLabelText('New passphrase'), 'four words in a row')
    await user.type(dialog.getByLabelText('Repeat it'), 'four birds')
    expect(dialog.getByText('The two do not match.')).toBeInTheDocument()
    expect(dialog.getByRole('button', { name: 'Set passphrase' })).toBeDisabled()
    await user.clear(dialog.getByLabelText('Repeat it'))
    await user.type(dialog.getByLabelText('Repeat it'), 'four words in a row')
    expect(document.body.innerHTML).not.toContain('four words')
    await user.click(dialog.getByRole('button', { name: 'Set passphrase' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
    expect(asked).toContainEqual({ method: 'set_passphrase', args: { passphrase: 'four words in a row', current: '' } })
  })

  it('says that a passphrase is wrong, and asks again', async () => {
    answerAtTheWire({ ...noProviders, unlock_vault: refuses('wrong_passphrase') })
    renderInStudio(<UnlockDialog />)
    await userEvent.type(screen.getByLabelText('Passphrase'), 'not it{Enter}')
    expect(await screen.findByRole('alert')).toHaveTextContent('That is not the passphrase.')
    expect(screen.getByLabelText('Passphrase')).toHaveValue('')
  })

  it('says at the current passphrase that it is wrong, and goes back to it', async () => {
    answerAtTheWire({ ...noProviders, set_passphrase: refuses('wrong_passphrase') })
    renderInStudio(<VaultPanel vault={aVault({ backend: 'passphrase' })} />)
    const user = userEvent.setup()
    await user.click(screen.getByRole('button', { name: 'More about the vault' }))
    await user.click(await screen.findByRole('menuitem', { name: 'Change the passphrase' }))
    await user.type(screen.getByLabelText('Current passphrase'), 'not it')
    await user.type(screen.getByLabelText('New passphrase'), 'four words in a row')
    await user.type(screen.getByLabelText('Repeat it'), 'four words in a row')
    await user.click(screen.getByRole('button', { name: 'Change passphrase' }))
    await waitFor(() => expect(screen.getByLabelText('Current passphrase')).toHaveAccessibleDescription('That is not the passphrase.'))
    expect(screen.getByLabelText('Current passphrase')).toHaveFocus()
    expect(screen.getByLabelText('Current passphrase')).toBeInvalid()
    expect(screen.getAllByRole('alert')).toHaveLength(1)
  })

  it('begins anew only after a second press', async () => {
    const asked = answerAtTheWire({ ...noProviders, reset_vault: () => aVault() })
    renderInStudio(<UnlockDialog />)
    const user = userEvent.setup()
    await user.click(screen.getByRole('button', { name: 'Forgot it?' }))
    expect(asked.map(({ method }) => method)).not.toContain('reset_vault')
    await user.click(screen.getByRole('button', { name: 'Start an empty vault' }))
    await waitFor(() => expect(asked.map(({ method }) => method)).toContain('reset_vault'))
  })
})

describe('importing', () => {
  it('asks for the passphrase of a file that has one, and says what came in', async () => {
    const asked = answerAtTheWire({
      ...noProviders,
      import_settings: ({ passphrase }) => (passphrase ? { keys: 1, skipped: ['gemini'], providers: ['openai'] } : refuses('passphrase_needed')()),
    })
    renderInStudio(<ImportDialog onClose={close} />)
    const user = userEvent.setup()
    await user.upload(screen.getByLabelText('Choose a file…', { selector: 'input' }), new File(['{}'], 'mine.json', { type: 'application/json' }))
    await user.type(await screen.findByLabelText('Passphrase of the file'), 'four words{Enter}')
    expect(await screen.findByText(/1 key imported: openai/)).toBeInTheDocument()
    expect(screen.getByText('Left as they were: gemini.')).toBeInTheDocument()
    expect(asked.filter(({ method }) => method === 'import_settings').at(-1)?.args).toEqual({ text: '{}', passphrase: 'four words' })
  })

  it('tries a second file without the passphrase of the first', async () => {
    const asked = answerAtTheWire({ ...noProviders, import_settings: refuses('passphrase_needed') })
    renderInStudio(<ImportDialog onClose={close} />)
    const user = userEvent.setup()
    const choose = (name: string) => user.upload(screen.getByLabelText('Choose a file…', { selector: 'input' }), new File([name], name, { type: 'application/json' }))
    await choose('one.json')
    await user.type(await screen.findByLabelText('Passphrase of the file'), 'four words')
    await choose('two.json')
    await waitFor(() => expect(asked.filter(({ method }) => method === 'import_settings')).toHaveLength(2))
    expect(asked.at(-1)?.args).toEqual({ text: 'two.json', passphrase: '' })
  })

  it('says that another file is none of ours', async () => {
    answerAtTheWire({ ...noProviders, import_settings: refuses('not_settings_file') })
    renderInStudio(<ImportDialog onClose={close} />)
    await userEvent.upload(screen.getByLabelText('Choose a file…', { selector: 'input' }), new File(['?'], 'notes.json', { type: 'application/json' }))
    expect(await screen.findByRole('alert')).toHaveTextContent('not a settings file')
  })
})
