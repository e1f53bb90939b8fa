import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { aTask } from '@/shared/batch/a-batch'
import { answerAtTheWire, renderInStudio } from '@/shared/studio/test-engine'
import { AskAgain } from './AskAgain'

const answers = { preview_retry: () => [{ model: 'openai/one', tasks: 1, cost: 0.05, problem: null }] }

it.each([
  ['failed', 'Retry · $0.05'],
  ['unknown', 'Ask again anyway · $0.05'],
] as const)('says what asking once more costs (%s)', async (state, words) => {
  answerAtTheWire(answers)
  renderInStudio(<AskAgain task={aTask({ state })} />)
  expect(await screen.findByRole('button', { name: words })).toBeInTheDocument()
  await userEvent.click(screen.getByRole('button', { name: 'With another prompt…' }))
  expect(screen.getByRole('button', { name: 'Ask with this prompt · $0.05' })).toBeInTheDocument()
})

it('asks for no price of a task that is still to come', () => {
  const asked = answerAtTheWire(answers)
  renderInStudio(<AskAgain task={aTask()} />)
  expect(screen.getByRole('button', { name: 'Skip' })).toBeInTheDocument()
  expect(asked.map(({ method }) => method)).not.toContain('preview_retry')
})
