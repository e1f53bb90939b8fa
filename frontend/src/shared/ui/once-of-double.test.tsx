import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { onceOfDouble } from './once-of-double'

it('takes a double click as one press, and a key as one', async () => {
  const work = vi.fn()
  render(<button onClick={onceOfDouble(work)}>Generate</button>)
  await userEvent.dblClick(screen.getByRole('button'))
  expect(work).toHaveBeenCalledTimes(1)
  screen.getByRole('button').focus()
  await userEvent.keyboard('{Enter}')
  expect(work).toHaveBeenCalledTimes(2)
})
