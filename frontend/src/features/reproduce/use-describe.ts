import { useCallback } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { call } from '@/bridge/call'
import type { ModelInfo, Reproduction } from '@/bridge/contract'
import { useAct } from '@/shared/images/use-act'
import { useOverCap } from '@/shared/refine/caps'
import type { OverCap } from '@/shared/studio/caps'
import { useReadOnly } from '@/shared/studio/queries'
import { isWriting, reproductionQuery, useChatModel, useDescribing } from '@/shared/words/queries'
import { useSources, type Source } from '@/shared/words/sources'
import { follow, optionsOf, useWishes } from './state'
import { usePriceOf } from './use-price-of'
import { useShown } from './use-shown'

/** Places of the queue that Describe asks for: those not asked for yet, else the one shown, anew. */
function placesToAsk({ queue, at }: { queue: readonly Source[]; at: number }): number[] {
  const fresh = queue.flatMap(({ reproduction }, index) => (reproduction === null ? [index] : []))
  return fresh.length > 0 ? fresh : queue[at] ? [at] : []
}

type Obstacle = 'readOnly' | 'noPicture' | 'noModel' | 'blind' | 'noKey' | 'locked' | 'writing'

function obstacleOf(places: readonly number[], model: ModelInfo | undefined, again: Reproduction | null | undefined): Obstacle | null {
  if (places.length === 0) return 'noPicture'
  if (!model) return 'noModel'
  if (model.chat?.sees === false) return 'blind'
  if (!model.available) return model.reason === 'vault_locked' ? 'locked' : 'noKey'
  return again && isWriting(again) ? 'writing' : null
}

interface Describe {
  describe: () => void
  busy: boolean
  model: ModelInfo | undefined
  /** Where in the queue the pictures are. */
  places: number[]
  /** They were described before. */
  isAgain: boolean
  /** Why it cannot be asked for. */
  why: Obstacle | null
  /** The cap that not even one of them would fit. */
  over: OverCap | null
}

/** Asks for the descriptions; by the button and by its key alike. */
export function useDescribe(): Describe {
  const client = useQueryClient()
  const model = useChatModel(useDescribing())
  const { actOnce, busy } = useAct()
  const { queue, at } = useSources()
  const row = useShown()
  const places = placesToAsk({ queue, at })
  const isAgain = places.every((place) => queue[place]?.reproduction !== null)
  const readOnly = useReadOnly()
  const why = readOnly ? 'readOnly' : obstacleOf(places, model, isAgain ? row : null)
  const over = useOverCapOf(why === null ? queue[places[0] ?? -1]?.image : undefined, model)
  const isHeld = why !== null || over !== null
  const describe = useCallback(() => {
    if (isHeld || !model) return
    const { queue, at } = useSources.getState()
    const images = placesToAsk({ queue, at }).flatMap((place) => queue[place]?.image ?? [])
    void actOnce(async () => {
      const options = optionsOf(useWishes.getState())
      const started = await call('start_reproductions', { img_ids: images, model: model.id, options })
      // What was begun is paid for: one that cannot be looked at now is known all the same, and asked for once.
      await Promise.all(started.map(({ id }) => client.query(reproductionQuery(id)).catch(() => null)))
      // The queue may have grown or shrunk meanwhile: each is found again by its picture.
      const ids = new Map(images.map((image, index) => [image, started[index]?.id]))
      const now = useSources.getState().queue
      follow(new Map(now.flatMap(({ image }, index) => withId(index, ids.get(image)))))
    })
  }, [client, model, isHeld, actOnce])
  return { describe, busy, model, places, isAgain, why, over }
}

function useOverCapOf(image: string | undefined, model: ModelInfo | undefined): OverCap | null {
  const id = model?.id ?? ''
  const cost = usePriceOf(image ?? '', id, useWishes(), image !== undefined && id !== '')
  const ahead = cost === undefined ? undefined : { cost_least: cost, unknown_models: cost === null ? [id] : [], prices: [{ model: id, kind: 'chat' as const, cost, least: 1 }] }
  return useOverCap(ahead)
}

const withId = (index: number, id: string | undefined): [number, string][] => (id ? [[index, id]] : [])
