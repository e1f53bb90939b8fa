import { act, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, it, vi } from 'vitest'
import { aBatch, aTask } from '@/shared/batch/a-batch'
import { allCommands, runCommand } from '@/shared/commands/registry'
import { aStudio, answerAtTheWire, renderInStudio } from '@/shared/studio/test-engine'
import { TaskMenu } from './TaskMenu'
import { useHands } from './use-hands'
import { lookAt } from './view-state'

const FILTER = {}
const answers = {
  get_batch: () => ({ ...aBatch('batch_1', { state: 'done', total: 1 }), tasks: [aTask({ state: 'failed' })], matching: 1 }),
  preview_retry: () => [{ model: 'openai/one', tasks: 1, cost: 0.05, problem: null }],
  retry_task: () => ({}),
}

function Tasks() {
  useHands('batch_1', FILTER, 1)
  return (
    <TaskMenu id="batch_1" filter={FILTER}>
      <div data-task="0">first</div>
    </TaskMenu>
  )
}

beforeEach(() => lookAt(null))

const again = () => allCommands().find(({ id }) => id === 'batch.again')

it('says what trying a task again costs, in its menu and beside its key', async () => {
  const asked = answerAtTheWire(answers)
  renderInStudio(<Tasks />)
  await vi.waitFor(() => expect(asked.map(({ method }) => method)).toContain('get_batch'))
  await userEvent.pointer({ keys: '[MouseRight]', target: await screen.findByText('first') })
  expect(await screen.findByRole('menuitem', { name: /^Retry · \$0\.05/ })).toBeInTheDocument()
  expect(again()?.note).toBe('$0.05')
  runCommand('batch.again')
  await vi.waitFor(() => expect(asked.find(({ method }) => method === 'retry_task')?.args).toMatchObject({ task_id: 'task_1', prompt: null }))
})

it('tries nothing again where the library can only be read', async () => {
  const asked = answerAtTheWire({ ...answers, studio_info: () => ({ ...aStudio, read_only: true }) })
  renderInStudio(<Tasks />)
  await vi.waitFor(() => expect(asked.map(({ method }) => method)).toContain('studio_info'))
  await userEvent.pointer({ keys: '[MouseRight]', target: await screen.findByText('first') })
  const item = await screen.findByRole('menuitem', { name: /^Retry/ })
  expect(item).toHaveAttribute('aria-disabled', 'true')
  expect(again()?.perform).toBe(false)
  runCommand('batch.again')
  await new Promise((settled) => setTimeout(settled))
  expect(asked.map(({ method }) => method)).not.toContain('retry_task')
})

it('offers nobody to try again what came', async () => {
  const asked = answerAtTheWire({ ...answers, get_batch: () => ({ ...answers.get_batch(), tasks: [aTask({ state: 'done' })] }) })
  renderInStudio(<Tasks />)
  await vi.waitFor(() => expect(asked.map(({ method }) => method)).toContain('get_batch'))
  act(() => lookAt(0))
  expect(again()?.perform).toBe(false)
})
