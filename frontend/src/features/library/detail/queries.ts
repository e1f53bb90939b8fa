import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { call } from '@/bridge/call'
import type { Image } from '@/bridge/contract'
import { imageQuery } from '@/shared/images/queries'

/** The pictures that one was made of, the first of all first. */
export const ancestorsQuery = (image: Image) =>
  queryOptions({ queryKey: ['library', 'ancestors', image.id], queryFn: ({ client }) => ancestors(client, image.parent_id), staleTime: Infinity })

/** What was made of a picture, oldest first. */
export const childrenQuery = (id: string) =>
  queryOptions({
    queryKey: ['library', 'children', id],
    queryFn: async ({ client }) => {
      const { images } = await call('list_images', { query: { parent_id: id, sort: 'oldest', limit: 100 } })
      for (const image of images) client.setQueryData(imageQuery(image.id).queryKey, image)
      return images
    },
    staleTime: Infinity,
  })

async function ancestors(client: QueryClient, id: string | null): Promise<Image[]> {
  if (!id) return []
  const image = await client.query(imageQuery(id))
  return [...(await ancestors(client, image.parent_id)), image]
}
