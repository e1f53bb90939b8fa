import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { PaidButton } from './PaidButton'
import { aStudio, answerAtTheWire, renderInStudio } from './test-engine'

it.each([
  [false, 'Try it'],
  [true, 'This library can only be read until you update the studio.'],
])('takes no press where the library can only be read (%s), and says why', async (read_only, title) => {
  answerAtTheWire({ studio_info: () => ({ ...aStudio, read_only }) })
  const pressed = vi.fn()
  renderInStudio(
    <PaidButton title="Try it" onClick={pressed}>
      Retry
    </PaidButton>,
  )
  const button = await screen.findByRole('button', { name: 'Retry' })
  await vi.waitFor(() => expect(button).toHaveAttribute('title', title))
  await userEvent.click(button)
  expect(pressed).toHaveBeenCalledTimes(read_only ? 0 : 1)
})
