import { create } from 'zustand'
import { navigate } from '@/shared/studio/navigation'

/** A picture to find the prompt of; `reproduction`: its description, `null` where it was not asked for yet. */
export interface Source {
  image: string
  reproduction: string | null
}

interface Sources {
  queue: readonly Source[]
  /** Which of them is shown. */
  at: number
}

export const useSources = create<Sources>(() => ({ queue: [], at: 0 }))

/** New pictures take the place of those that are described, and line up behind those that are not. */
export function withPictures({ queue, at }: Sources, images: readonly string[]): Sources {
  const waiting = queue.filter(({ reproduction }) => reproduction === null)
  const fresh = [...new Set(images)].filter((image) => !waiting.some((source) => source.image === image))
  if (fresh.length === 0) return { queue, at }
  const all = [...waiting, ...fresh.map((image): Source => ({ image, reproduction: null }))].slice(0, MOST)
  return { queue: all, at: waiting.length < all.length ? waiting.length : 0 }
}

/** As many as one request describes. */
const MOST = 200

export const addSources = (images: readonly string[]): void => useSources.setState((sources) => withPictures(sources, images))

/** To the workspace that finds the prompt behind a picture. */
export function sendToReproduce(images: readonly string[]): void {
  addSources(images)
  navigate('reproduce')
}
