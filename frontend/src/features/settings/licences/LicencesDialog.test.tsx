import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { answerAtTheWire, renderInStudio } from '@/shared/studio/test-engine'
import { LicencesRow } from './LicencesRow'

const PARTS = [
  { id: 'engine/pillow', of: 'engine', name: 'pillow', version: '13.0.0', licence: 'MIT-CMU' },
  { id: 'engine/tokenizers', of: 'engine', name: 'tokenizers', version: '0.23.3', licence: '' },
  { id: 'page/react', of: 'page', name: 'react', version: '19.3.1', licence: 'MIT' },
]

it('finds a package by its own name or that of its licence', async () => {
  answerAtTheWire({ list_licences: () => PARTS })
  renderInStudio(<LicencesRow />)
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name: 'Third-party licences' }))
  const dialog = within(screen.getByRole('dialog'))
  expect(await dialog.findByText('3 packages')).toBeInTheDocument()
  await user.type(dialog.getByRole('searchbox'), 'mit')
  expect(await dialog.findByText('2 packages')).toBeInTheDocument()
  await user.type(dialog.getByRole('searchbox'), ' nobody has')
  expect(dialog.getByText('No package or licence matches “mit nobody has”.')).toBeInTheDocument()
})
