import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { call } from '@/bridge/call'
import type { Image } from '@/bridge/contract'
import { imageQuery } from '@/shared/images/queries'
import { sourcesOf } from '@/shared/images/sources'

/** The pictures that one was made of, the first of all first. */
export const ancestorsQuery = (image: Image) =>
  queryOptions({ queryKey: ['library', 'ancestors', image.id], queryFn: ({ client }) => ancestors(client, image), staleTime: Infinity })

/** What was made of a picture or with it, oldest first. */
export const childrenQuery = (id: string) =>
  queryOptions({
    queryKey: ['library', 'children', id],
    queryFn: async ({ client }) => {
      const { images } = await call('list_images', { query: { source_id: id, sort: 'oldest', limit: 100 } })
      for (const image of images) client.setQueryData(imageQuery(image.id).queryKey, image)
      return images
    },
    staleTime: Infinity,
  })

async function ancestors(client: QueryClient, image: Image): Promise<Image[]> {
  const sources = await Promise.all(sourcesOf(image).map((id) => client.query(imageQuery(id)).catch(() => null)))
  const lines = await Promise.all(sources.map(async (source) => (source ? [...(await ancestors(client, source)), source] : [])))
  return [...new Map(lines.flat().map((each) => [each.id, each])).values()]
}
