import { queryOptions, useQueries, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { call } from '@/bridge/call'
import type { Event, Image, ImagePage } from '@/bridge/contract'
import { subscribeEvents } from '@/bridge/events'
import { imageQuery } from '@/shared/images/queries'
import { queryOf, type Look } from './look/look-state'

export const PAGE = 200
/** Changes are asked for at most this often, however fast pictures come. */
const QUIET_MS = 400

/** The pictures from `PAGE * number` on. Each is then known by its id as well. */
export const pageQuery = (look: Look, number: number) =>
  queryOptions({
    queryKey: ['library', 'page', look, number],
    queryFn: async ({ client }) => {
      const page = await call('list_images', { query: { ...queryOf(look), offset: number * PAGE, limit: PAGE } })
      for (const image of page.images) client.setQueryData(imageQuery(image.id).queryKey, image)
      return page
    },
    staleTime: Infinity,
    gcTime: 60_000,
  })

export const facetsQuery = (look: Look) =>
  queryOptions({
    queryKey: ['library', 'facets', look],
    queryFn: () => call('list_facets', { query: queryOf(look) }),
    staleTime: Infinity,
    placeholderData: (known) => known,
  })

export const storageQuery = queryOptions({ queryKey: ['library', 'storage'], queryFn: () => call('get_storage', {}), staleTime: 5_000 })

/** All batches, the newest first, to filter by. */
export const batchNamesQuery = queryOptions({
  queryKey: ['library', 'batches'],
  queryFn: async () => (await call('list_batches', { limit: 200 })).batches.map(({ id, name }) => ({ id, name })),
  staleTime: 5_000,
})

/** All refinements, the newest first, to filter by. */
export const sessionNamesQuery = queryOptions({
  queryKey: ['library', 'sessions'],
  queryFn: async () => (await call('list_sessions', { limit: 100 })).sessions.map(({ id, name, user_goal }) => ({ id, name: name || user_goal })),
  staleTime: 5_000,
})

/** The pictures from place `from` to place `to`, each where its page is there. */
export function usePictures(look: Look, from: number, to: number): (index: number) => Image | undefined {
  const begin = Math.floor(from / PAGE)
  const numbers = Array.from({ length: Math.floor(to / PAGE) - begin + 1 }, (_, index) => begin + index)
  const pages = useQueries({ queries: numbers.map((number) => pageQuery(look, number)) })
  return (index) => pages[Math.floor(index / PAGE) - begin]?.data?.images[index % PAGE]
}

/** The picture at a place, where its page is there. */
export const pictureAt = (client: QueryClient, look: Look, index: number): Image | undefined =>
  client.getQueryData(pageQuery(look, Math.floor(index / PAGE)).queryKey)?.images[index % PAGE]

/** The pictures before and after one, for the arrows of the viewer: those of its page and of the pages next to it. */
export function idsAround(client: QueryClient, look: Look, id: string): string[] {
  const pages = client.getQueriesData<ImagePage>({ queryKey: ['library', 'page', look] })
  const number = Number(pages.find(([, page]) => page?.images.some((image) => image.id === id))?.[0][3] ?? -1)
  const near = [number - 1, number, number + 1].flatMap((each) => client.getQueryData(pageQuery(look, each).queryKey)?.images ?? [])
  return near.length > 0 ? near.map((image) => image.id) : [id]
}

/** The ids from place `from` to place `to`, both included; those whose pages are not there are asked for. */
export async function idsBetween(client: QueryClient, look: Look, from: number, to: number): Promise<string[]> {
  const count = to - from + 1
  const first = Math.floor(from / PAGE)
  const here: Image[] = []
  for (let number = first; number * PAGE <= to; number++) {
    const page = client.getQueryData(pageQuery(look, number).queryKey)
    if (!page) break
    here.push(...page.images)
  }
  const known = here.slice(from - first * PAGE, to - first * PAGE + 1)
  if (known.length === count) return known.map(({ id }) => id)
  return (await call('list_image_ids', { query: { ...queryOf(look), offset: from }, most: count })).image_ids
}

/** Keeps the grid in step with what comes, goes and changes; on the way in all is asked for anew. */
export function useFreshLibrary(): void {
  const client = useQueryClient()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const refresh = () => {
      timer = undefined
      void client.invalidateQueries({ queryKey: ['library'] })
    }
    refresh()
    const leave = subscribeEvents(({ type }: Event) => {
      if (['image.added', 'image.changed', 'bin.changed', 'reset'].includes(type)) timer ??= setTimeout(refresh, QUIET_MS)
    })
    return () => {
      leave()
      clearTimeout(timer)
    }
  }, [client])
}
