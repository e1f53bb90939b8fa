import { queryOptions, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { call } from '@/bridge/call'
import type { Image } from '@/bridge/contract'
import { askImage, AT_ONCE } from './ask-image'

/** What is known of a picture. It only changes by events. */
export const imageQuery = (id: string) =>
  queryOptions({ queryKey: ['image', id], queryFn: () => askImage(id), staleTime: Infinity })

export const useImage = (id: string, enabled = true): Image | undefined => useQuery({ ...imageQuery(id), enabled }).data

const NONE: readonly Image[] = []

/** Of thousands, all that is known: empty until every one of them is. Those not known yet are asked for together. */
export function useImages(ids: readonly string[]): readonly Image[] {
  const client = useQueryClient()
  const [changes, setChanges] = useState(0)
  useEffect(() => {
    const wanted = new Set(ids)
    let frame = 0
    const leave = client.getQueryCache().subscribe(({ type, query }) => {
      const [kind, id] = query.queryKey as [string, string]
      if (type !== 'updated' || kind !== 'image' || frame || !wanted.has(id)) return
      frame = requestAnimationFrame(() => {
        frame = 0
        setChanges((count) => count + 1)
      })
    })
    void askTogether(client, ids).catch(() => null)
    return () => {
      leave()
      cancelAnimationFrame(frame)
    }
  }, [client, ids])
  return useMemo(() => {
    const known = ids.flatMap((id) => client.getQueryData(imageQuery(id).queryKey) ?? [])
    return known.length === ids.length ? known : NONE
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the cache is what changes
  }, [client, ids, changes])
}

/** All of these that there still are, in their order. */
export async function imagesOf(client: QueryClient, ids: readonly string[]): Promise<Image[]> {
  await askTogether(client, ids)
  return ids.flatMap((id) => client.getQueryData(imageQuery(id).queryKey) ?? [])
}

async function askTogether(client: QueryClient, ids: readonly string[]): Promise<void> {
  const missing = ids.filter((id) => !client.getQueryData(imageQuery(id).queryKey))
  for (let start = 0; start < missing.length; start += AT_ONCE) {
    for (const image of await call('get_images', { img_ids: missing.slice(start, start + AT_ONCE) })) client.setQueryData(imageQuery(image.id).queryKey, image)
  }
}
