import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { Run } from '@/bridge/contract'
import { answerAtTheWire, renderInStudio } from '@/shared/studio/test-engine'
import { BlindView } from './BlindView'

const run = { id: 'run', generations: [{ image_ids: ['a', 'b'] }] } as unknown as Run

it('casts a vote once, however often it is pressed while the engine answers', async () => {
  const asked = answerAtTheWire({ vote: () => new Promise(() => null) })
  renderInStudio(<BlindView run={run} />)
  const card = await screen.findByRole('button', { name: 'Image 1 is the best' })
  await waitFor(() => expect(card).toHaveAttribute('aria-disabled', 'false'))
  fireEvent.click(card)
  fireEvent.click(card)
  await expect.poll(() => asked.map(({ method }) => method)).toContain('vote')
  expect(asked.filter(({ method }) => method === 'vote')).toHaveLength(1)
})
