import type { QueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import type { Generation, Image, Run } from '@/bridge/contract'

/** What an action is done to: pictures, or a generation that has none. */
export interface ImageTarget {
  images: readonly Image[]
  /** Which of several the keyboard or pointer is at. */
  at?: string
  generation: Generation | null
  run: Run | null
  /** All pictures around it, for the arrows of the viewer. */
  among: readonly string[]
}

/** What the workspace lends to the actions. */
export interface ImageContext {
  t: TFunction
  client: QueryClient
  transport: 'window' | 'browser'
  addReferences?: (ids: string[]) => void
  reuse?: (run: Run) => void
  /** Makes a picture the best of its run, or no longer. */
  pickWinner?: (image: Image) => Promise<unknown>
  /** Brings the run that made a picture back, where it is not the one in sight. */
  showRun?: (runId: string) => void
  /** The pictures are thrown away: what can be done is to have them back. */
  restore?: (ids: string[]) => Promise<unknown>
  /** Puts what another program's file says of its making into the controls. */
  takeRecipe?: (found: FoundRecipe) => void
}

/** What was read from a file that was brought in: `recipe.found`. */
export interface FoundRecipe {
  tool: string
  prompt?: string | null
  negative_prompt?: string | null
  seed?: number | null
  steps?: number | null
  cfg?: number | null
  model?: string | null
  size?: string | null
}

export const foundIn = ({ recipe }: Pick<Image, 'recipe'>): FoundRecipe | null => {
  const { found } = recipe as { found?: FoundRecipe }
  return found?.tool ? found : null
}

export const idsOf = ({ images }: ImageTarget): string[] => images.map(({ id }) => id)

/** Of the first picture, or of the run that has none yet. */
export const promptOf = ({ images, run }: ImageTarget): string => images[0]?.prompt ?? run?.prompt ?? ''
