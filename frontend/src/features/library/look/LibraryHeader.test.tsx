import { act, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, it } from 'vitest'
import { answerAtTheWire, renderInStudio } from '@/shared/studio/test-engine'
import { LibraryHeader } from './LibraryHeader'
import { showAll, useLook } from './look-state'

beforeEach(() => {
  showAll()
  answerAtTheWire({
    list_images: () => ({ images: [], total: 0 }),
    list_facets: () => ({ models: [], kinds: [], months: [], trashed: 0 }),
    list_sessions: () => ({ sessions: [], next_cursor: null }),
    list_models: () => [],
  })
})

const lookedFor = () => useLook.getState().look.text

it('takes more letters after a pause, and is emptied with the filters', async () => {
  renderInStudio(<LibraryHeader />)
  await userEvent.click(await screen.findByRole('searchbox'))
  await userEvent.keyboard('f')
  await expect.poll(lookedFor).toBe('f')
  await userEvent.keyboard('ox')
  await expect.poll(lookedFor).toBe('fox')
  expect(screen.getByRole('searchbox')).toHaveFocus()
  act(showAll)
  expect(screen.getByRole('searchbox')).toHaveValue('')
  await userEvent.keyboard('cat')
  await expect.poll(lookedFor).toBe('cat')
})
