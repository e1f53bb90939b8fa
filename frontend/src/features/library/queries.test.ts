import { QueryClient } from '@tanstack/react-query'
import { afterEach, expect, it, vi } from 'vitest'
import type { Image } from '@/bridge/contract'
import { answerAtTheWire } from '@/shared/studio/test-engine'
import { useLook } from './look/look-state'
import { idsBetween, PAGE, pageQuery } from './queries'

afterEach(() => vi.unstubAllGlobals())

const { look } = useLook.getState()

function withPages(...numbers: number[]): QueryClient {
  const client = new QueryClient()
  for (const number of numbers) {
    const images = Array.from({ length: PAGE }, (_, index) => ({ id: `img_${number * PAGE + index}` }) as Image)
    client.setQueryData(pageQuery(look, number).queryKey, { images, next_cursor: null, total: 100_000 })
  }
  return client
}

it('takes the ids from the pages that are there', async () => {
  const asked = answerAtTheWire({})
  const ids = await idsBetween(withPages(1, 2), look, PAGE + 5, 2 * PAGE + 1)
  expect([ids[0], ids.at(-1), ids.length]).toEqual([`img_${PAGE + 5}`, `img_${2 * PAGE + 1}`, PAGE - 3])
  expect(asked).toEqual([])
})

it('asks the engine for no more ids than are wanted', async () => {
  const asked = answerAtTheWire({ list_image_ids: () => ({ image_ids: ['a'] }) })
  expect(await idsBetween(withPages(0), look, 0, 5000)).toEqual(['a'])
  expect(asked).toMatchObject([{ method: 'list_image_ids', args: { query: { offset: 0 }, most: 5001 } }])
})
