import { act, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, it } from 'vitest'
import { EMPTY_DRAFT, useBatchDraft, type BatchDraft } from '@/shared/batch/draft'
import { renderInStudio } from '@/shared/studio/test-engine'
import { Lists } from './Lists'

beforeEach(() => useBatchDraft.setState(EMPTY_DRAFT))

const shown = () => screen.getAllByLabelText('Name of the list').map((field) => (field as HTMLInputElement).value)

it('keeps a list in its place while its name becomes a number', async () => {
  useBatchDraft.setState({ lists: { colour: ['red'], list: ['a'] } })
  renderInStudio(<Lists />)
  const [, second] = screen.getAllByLabelText('Name of the list')
  await userEvent.type(second as HTMLElement, '24', { initialSelectionStart: 0, initialSelectionEnd: 4 })
  expect(useBatchDraft.getState().lists).toEqual({ colour: ['red'], 24: ['a'] })
  expect(shown()).toEqual(['colour', '24'])
})

it('shows lists that are named by numbers in the order they were made in, also when the draft comes back', async () => {
  renderInStudio(<Lists />)
  const add = screen.getByRole('button', { name: 'Add a list' })
  await userEvent.click(add)
  await userEvent.click(add)
  await userEvent.type(screen.getAllByLabelText('Name of the list')[1] as HTMLElement, '7', { initialSelectionStart: 0, initialSelectionEnd: 5 })
  const kept = JSON.parse(JSON.stringify(useBatchDraft.getState())) as BatchDraft
  act(() => useBatchDraft.setState(EMPTY_DRAFT))
  act(() => useBatchDraft.setState(kept))
  expect(shown()).toEqual(['list', '7'])
})
