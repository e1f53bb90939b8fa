import { expect, it } from 'vitest'
import { answerAtTheWire } from '@/shared/studio/test-engine'
import { askImage } from './ask-image'

const known = ({ img_ids }: Record<string, unknown>) => (img_ids as string[]).filter((id) => id !== 'gone').map((id) => ({ id }))

it('asks in one call for all pictures wanted in one go, and each once', async () => {
  const asked = answerAtTheWire({ get_images: known })
  expect(await Promise.all(['a', 'b', 'a'].map(askImage))).toEqual([{ id: 'a' }, { id: 'b' }, { id: 'a' }])
  expect(await askImage('c')).toEqual({ id: 'c' })
  expect(asked.map(({ args }) => args.img_ids)).toEqual([['a', 'b'], ['c']])
})

it('misses only those that are not there', async () => {
  answerAtTheWire({ get_images: known })
  const [there, gone] = await Promise.allSettled(['a', 'gone'].map(askImage))
  expect(there).toMatchObject({ value: { id: 'a' } })
  expect(gone).toMatchObject({ reason: { code: 'not_found' } })
})

it('asks for no more at once than the engine takes', async () => {
  const asked = answerAtTheWire({ get_images: known })
  await Promise.all(Array.from({ length: 1001 }, (_, number) => askImage(`img_${number}`)))
  expect(asked.map(({ args }) => (args.img_ids as string[]).length)).toEqual([1000, 1])
})
