import { queryOptions, useQuery, type QueryClient } from '@tanstack/react-query'
import { call } from '@/bridge/call'
import type { Event, Image } from '@/bridge/contract'
import { imageQuery } from '../queries'
import { showMade } from '../viewer-state'

/** A picture that was made of another. What else is known of it is asked for by its id. */
export interface Child {
  id: string
  parent: string
  kind: Image['kind']
  created: string
  /** Of a split: left, top, right, bottom in pixels of its source. */
  box: readonly [number, number, number, number] | null
}

const MOST = 1000

/** All that was made of a run's pictures, oldest first. Asked for when the page is quiet: nothing waits for it. */
export const offspringQuery = (runId: string) =>
  queryOptions({
    queryKey: ['offspring', runId],
    queryFn: async ({ client }) => {
      await quiet()
      const { images } = await call('list_images', { query: { run_id: runId, derived: true, limit: MOST } })
      for (const image of images) client.setQueryData(imageQuery(image.id).queryKey, (known: Image | undefined) => known ?? image)
      return images.flatMap(childOf).sort(byAge)
    },
    staleTime: Infinity,
  })

const quiet = () =>
  new Promise<void>((resolve) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: 400 })
    else setTimeout(resolve, 50)
  })

// Those of one split come at one moment, in the order of their cells.
export const byAge = (a: Child, b: Child) => (a.created === b.created ? cellOrder(a) - cellOrder(b) : a.created < b.created ? -1 : 1)
const cellOrder = ({ box }: Child) => (box ? box[1] * 100_000 + box[0] : 0)

export function childOf({ id, parent_id: parent, kind, created, recipe }: Image): Child[] {
  const box = Array.isArray(recipe.box) && recipe.box.length === 4 ? (recipe.box as unknown as Child['box']) : null
  return parent ? [{ id, parent, kind, created, box }] : []
}

/** All that came of `id`, and of that, each right after its source. */
export function familyOf(id: string, all: readonly Child[]): Child[] {
  return all.filter(({ parent }) => parent === id).flatMap((child) => [child, ...familyOf(child.id, all)])
}

const NONE: Child[] = []

export function useFamily(runId: string | null, id: string): readonly Child[] {
  const family = useQuery({
    ...offspringQuery(runId ?? ''),
    enabled: runId !== null,
    select: (all) => (all.some(({ parent }) => parent === id) ? familyOf(id, all) : NONE),
  })
  return family.data ?? NONE
}

/** The pictures and what came of each, in the order that the viewer goes through them. */
export function withFamilies(client: QueryClient, runId: string, ids: readonly string[]): string[] {
  const all = client.getQueryData(offspringQuery(runId).queryKey) ?? NONE
  return ids.flatMap((id) => [id, ...familyOf(id, all).map((child) => child.id)])
}

/** Whether a picture came from another, as far as is known. */
export function descends(client: QueryClient, id: string, from: string): boolean {
  const parent = client.getQueryData<Image>(imageQuery(id).queryKey)?.parent_id
  return !!parent && (parent === from || descends(client, parent, from))
}

/** Lays an event over what is known of families; an open viewer hears of it as well. */
export function hearFamily(client: QueryClient, { type, data }: Pick<Event, 'type' | 'data'>): void {
  if (type === 'image.added') {
    const image = data.image as Image
    if (!image.parent_id) return
    if (image.run_id) {
      client.setQueryData(offspringQuery(image.run_id).queryKey, (all) =>
        all && !all.some(({ id }) => id === image.id) ? [...all, ...childOf(image)].sort(byAge) : all,
      )
    }
    const parent = image.parent_id
    showMade(parent, [image.id], false, (id) => descends(client, id, parent))
  }
  if (type === 'image.changed' && !data.image) {
    if (data.deleted) client.setQueriesData<Child[]>({ queryKey: ['offspring'] }, (all) => all?.filter(({ id }) => id !== data.id))
    else void client.invalidateQueries({ queryKey: ['offspring'] })
  }
}
