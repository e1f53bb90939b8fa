import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, it } from 'vitest'
import { EMPTY_DRAFT, useBatchDraft } from '@/shared/batch/draft'
import { renderInStudio } from '@/shared/studio/test-engine'
import { Lists } from './Lists'

beforeEach(() => useBatchDraft.setState(EMPTY_DRAFT))

it('keeps a list in its place while its name becomes a number', async () => {
  useBatchDraft.setState({ lists: { colour: ['red'], list: ['a'] } })
  renderInStudio(<Lists />)
  const [, second] = screen.getAllByLabelText('Name of the list')
  await userEvent.type(second as HTMLElement, '24', { initialSelectionStart: 0, initialSelectionEnd: 4 })
  expect(useBatchDraft.getState().lists).toEqual({ colour: ['red'], 24: ['a'] })
  expect(screen.getAllByLabelText('Name of the list').map((field) => (field as HTMLInputElement).value)).toEqual(['colour', '24'])
})
