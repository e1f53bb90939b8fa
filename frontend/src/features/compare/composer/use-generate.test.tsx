import { fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { aModel } from '@/shared/models/a-model'
import { modelsQuery } from '@/shared/models/queries'
import { answerAtTheWire, renderInStudio, someSettings, type Asked } from '@/shared/studio/test-engine'
import { settingsQuery } from '@/shared/studio/queries'
import { Button } from '@/shared/ui/Button'
import { useDraft } from '../draft'
import { PromptBox } from './PromptBox'
import { useGenerate } from './use-generate'

const settings = { ...someSettings, selected_models: ['openai/one'] }
let asked: Asked[]
let answer: (run: { run_id: string }) => void
const started = () => asked.flatMap(({ method, args }) => (method === 'generate_all' ? [args.prompt] : []))
const press = () => fireEvent.keyDown(screen.getByRole('textbox'), { key: 'Enter', ctrlKey: true })

function Generate() {
  return <Button onClick={useGenerate()}>Generate</Button>
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
  asked = answerAtTheWire({ generate_all: () => new Promise((resolve) => (answer = resolve)), update_settings: () => settings })
  const client = renderInStudio(<><PromptBox /><Generate /></>)
  client.setQueryData(settingsQuery.queryKey, settings)
  client.setQueryData(modelsQuery.queryKey, [aModel('openai/one')])
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('starts one run by a key that is pressed twice, and by a button', async () => {
  useDraft.setState({ prompt: 'a lighthouse' })
  press()
  press()
  vi.advanceTimersByTime(900)
  press()
  await userEvent.dblClick(screen.getByRole('button'))
  screen.getByRole('button').focus()
  await userEvent.keyboard('{Enter}')
  expect(started()).toEqual(['a lighthouse'])
})

it('starts another a moment after the first was answered, and at once where it asks for something else', async () => {
  useDraft.setState({ prompt: 'a harbour' })
  press()
  vi.advanceTimersByTime(5000)
  press()
  expect(started()).toHaveLength(1)
  answer({ run_id: 'run_1' })
  await waitFor(() => {
    vi.advanceTimersByTime(501)
    press()
    expect(started()).toHaveLength(2)
  })
  useDraft.setState({ prompt: 'a fox' })
  press()
  expect(started()).toEqual(['a harbour', 'a harbour', 'a fox'])
})
