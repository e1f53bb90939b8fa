import { useCallback } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { call } from '@/bridge/call'
import { useAct } from '@/shared/images/use-act'
import { settingsQuery } from '@/shared/studio/queries'
import { reproductionQuery } from '@/shared/words/queries'
import { useSources, type Source } from '@/shared/words/sources'
import { follow, optionsOf, useWishes } from './state'

/** Places of the queue that Describe asks for: those not asked for yet, else the one shown, anew. */
export function placesToAsk({ queue, at }: { queue: readonly Source[]; at: number }): number[] {
  const fresh = queue.flatMap(({ reproduction }, index) => (reproduction === null ? [index] : []))
  return fresh.length > 0 ? fresh : queue[at] ? [at] : []
}

/** Asks for the descriptions. */
export function useDescribe(): { describe: () => void; busy: boolean } {
  const client = useQueryClient()
  const { actOnce, busy } = useAct()
  const describe = useCallback(() => {
    const { queue, at } = useSources.getState()
    const places = placesToAsk({ queue, at })
    const model = client.getQueryData(settingsQuery.queryKey)?.reproduce_model
    const images = places.flatMap((place) => queue[place]?.image ?? [])
    if (images.length === 0 || !model) return
    void actOnce(async () => {
      const options = optionsOf(useWishes.getState())
      const started = await call('start_reproductions', { img_ids: images, model, options })
      // What was begun is paid for: one that cannot be looked at now is known all the same, and asked for once.
      await Promise.all(started.map(({ id }) => client.query(reproductionQuery(id)).catch(() => null)))
      // The queue may have grown or shrunk meanwhile: each is found again by its picture.
      const ids = new Map(images.map((image, index) => [image, started[index]?.id]))
      const now = useSources.getState().queue
      follow(new Map(now.flatMap(({ image }, index) => withId(index, ids.get(image)))))
    })
  }, [client, actOnce])
  return { describe, busy }
}

const withId = (index: number, id: string | undefined): [number, string][] => (id ? [[index, id]] : [])
