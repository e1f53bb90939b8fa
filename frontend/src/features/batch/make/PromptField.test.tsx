import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import { EMPTY_DRAFT, useBatchDraft } from '@/shared/batch/draft'
import { renderInStudio } from '@/shared/studio/test-engine'
import { PromptField } from './PromptField'

afterEach(() => useBatchDraft.setState(EMPTY_DRAFT))

it('goes on behind a placeholder that was put into the middle', async () => {
  useBatchDraft.setState({ prompt: 'a hat and a shoe', lists: { colour: ['red'] } })
  renderInStudio(<PromptField />)
  const field = screen.getByRole<HTMLTextAreaElement>('textbox')
  field.focus()
  field.setSelectionRange(2, 2)
  await userEvent.click(screen.getByRole('button', { name: '{colour}' }))
  expect(field).toHaveFocus()
  await userEvent.keyboard(' ')
  expect(useBatchDraft.getState().prompt).toBe('a {colour} hat and a shoe')
})
