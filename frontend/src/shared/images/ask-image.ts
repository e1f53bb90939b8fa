import { call, StudioError } from '@/bridge/call'
import type { Image } from '@/bridge/contract'

/** The engine takes no more in one call. */
export const AT_ONCE = 1000

let together: { ids: Set<string>; answer: Promise<ReadonlyMap<string, Image>> } | undefined

/** What is known of a picture. The pictures asked for in one go, as by the cells of a run that comes on, go in one call. */
export async function askImage(id: string): Promise<Image> {
  if (!together || together.ids.size === AT_ONCE) {
    const ids = new Set<string>()
    together = { ids, answer: soon().then(() => answerOf(ids)) }
  }
  together.ids.add(id)
  const image = (await together.answer).get(id)
  if (!image) throw new StudioError('not_found', `no image ${id}`)
  return image
}

const soon = () => new Promise((resolve) => setTimeout(resolve))

async function answerOf(ids: ReadonlySet<string>): Promise<ReadonlyMap<string, Image>> {
  together = undefined
  const images = await call('get_images', { img_ids: [...ids] })
  return new Map(images.map((image) => [image.id, image]))
}
