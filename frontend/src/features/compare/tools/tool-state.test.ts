import { QueryClient } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { answerAtTheWire } from '@/shared/studio/test-engine'
import { useDraft } from '../draft'
import { run } from './tool-state'

it('asks once, however often its key is pressed while the answer is on its way', async () => {
  const asked = answerAtTheWire({ enhance_prompt: () => new Promise(() => null), cancel: () => ({ done: true }) })
  const client = new QueryClient()
  useDraft.setState({ prompt: 'a fox' })
  void run(client, 'enhance')
  void run(client, 'enhance')
  useDraft.setState({ prompt: 'two foxes' })
  void run(client, 'enhance')
  await expect.poll(() => asked.length).toBe(3)
  expect(asked.filter(({ method }) => method === 'enhance_prompt').map(({ args }) => args.prompt)).toEqual(['a fox', 'two foxes'])
})
