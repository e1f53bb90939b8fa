import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Command } from '@/shared/commands/registry'
import { useCommands } from '@/shared/commands/registry'
import { answerAtTheWire, renderInStudio } from '@/shared/studio/test-engine'
import { useKeyboard } from '../keyboard'
import { useOverlay } from '../overlay-state'
import { Palette } from './Palette'

const perform = vi.fn()
const COMMANDS: Command[] = [
  { id: 'a', section: 'do', label: 'Empty the box', shortcut: 'e', perform },
  { id: 'b', section: 'do', label: 'Something else', perform: () => {} },
  { id: 'c', section: 'do', label: 'Known to the sheet alone', shortcut: 'x', perform: false },
]

function Offer() {
  useCommands(COMMANDS)
  useKeyboard()
  return <input aria-label="field" />
}

beforeEach(() => {
  useOverlay.setState({ open: null })
  perform.mockClear()
  answerAtTheWire({
    list_models: () => [],
    list_runs: ({ text }) => ({ runs: text === 'fo' ? [{ id: 'r', prompt: 'a red fox' }] : [], next_cursor: null, total: 0 }),
  })
})

describe('the palette', () => {
  it('finds what is on offer by its words and performs it', async () => {
    useOverlay.setState({ open: 'palette' })
    renderInStudio(<><Offer /><Palette /></>)
    await userEvent.type(await screen.findByRole('combobox'), 'empty{Enter}')
    expect(perform).toHaveBeenCalledOnce()
    expect(useOverlay.getState().open).toBeNull()
  })

  it('finds by the beginnings of words, and not by letters that are scattered over them', async () => {
    renderInStudio(<><Offer /><Palette /></>)
    await userEvent.type(await screen.findByRole('combobox'), 'so el')
    expect(screen.getByText('Something else')).toBeInTheDocument()
    await userEvent.clear(screen.getByRole('combobox'))
    await userEvent.type(screen.getByRole('combobox'), 'sngls')
    expect(screen.queryByText('Something else')).not.toBeInTheDocument()
  })

  it('does not offer what it cannot do', async () => {
    renderInStudio(<><Offer /><Palette /></>)
    expect(await screen.findByText('Something else')).toBeInTheDocument()
    expect(screen.queryByText('Known to the sheet alone')).not.toBeInTheDocument()
  })

  it('finds recent prompts where the engine does', async () => {
    renderInStudio(<Palette />)
    await userEvent.type(await screen.findByRole('combobox'), 'fo')
    expect(await screen.findByText('a red fox')).toBeInTheDocument()
  })
})

describe('the keyboard', () => {
  it('performs by the shortcut, but not while typing', async () => {
    renderInStudio(<Offer />)
    await userEvent.type(await screen.findByLabelText('field'), 'e')
    expect(perform).not.toHaveBeenCalled()
    await userEvent.tab()
    await userEvent.keyboard('e')
    expect(perform).toHaveBeenCalledOnce()
  })
})
