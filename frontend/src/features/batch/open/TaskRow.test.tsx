import { act, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { aBatch, aTask } from '@/shared/batch/a-batch'
import { aModel } from '@/shared/models/a-model'
import { answerAtTheWire, renderInStudio } from '@/shared/studio/test-engine'
import { Facts } from './Facts'
import { FileName } from './FileName'
import { TaskRow } from './TaskRow'
import { lookAt, useBatchView } from './view-state'

function Rows() {
  const at = useBatchView((view) => view.at)
  return [0, 1].map((index) => <TaskRow key={index} index={index} task={aTask({ id: `task_${index}` })} model="One" isShown={at === index} top={0} height={52} />)
}

it('keeps the focus on the task that is looked at', () => {
  answerAtTheWire({})
  renderInStudio(<Rows />)
  const [first, second] = screen.getAllByRole('row')
  act(() => lookAt(1))
  expect(document.body).toHaveFocus()
  act(() => first?.focus())
  act(() => lookAt(1))
  expect(second).toHaveFocus()
})

it('leaves in sight what tells files of one series apart', () => {
  renderInStudio(<FileName name="sneaker-01.png" />)
  expect(screen.getByText('-01.png')).toHaveClass('shrink-0')
})

it('calls the provider that is waited for by its name', async () => {
  answerAtTheWire({ list_models: () => [{ ...aModel('openai/one'), provider_label: 'OpenAI' }] })
  renderInStudio(<Facts batch={aBatch('batch_1', { state: 'running', waiting: [{ provider: 'openai', seconds: 8, reason: 'provider_unavailable' }] })} />)
  expect(await screen.findByText('OpenAI cannot be reached; next try in 8 s')).toBeInTheDocument()
})
