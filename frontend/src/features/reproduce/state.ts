import { create } from 'zustand'
import type { Reproduction, ReproductionOptions } from '@/bridge/contract'
import { isWriting } from '@/shared/words/queries'
import { endWords } from '@/shared/words/streams'
import { useSources, type Source } from '@/shared/words/sources'

type DescriptionStyle = NonNullable<ReproductionOptions['style']>
type Focus = NonNullable<ReproductionOptions['focus']>

export const STYLES: readonly DescriptionStyle[] = ['natural', 'tags', 'flex', 'json']
export const FOCUSES: readonly Focus[] = ['all', 'style', 'subject']
/** In English, as the model is told; shown in their own words. */
export const ANSWERS = ['English', 'Chinese', 'Russian'] as const

interface Wishes {
  style: DescriptionStyle
  focus: Focus
  notes: string
  language: string
}

/** How pictures are to be described. */
export const useWishes = create<Wishes>(() => ({ style: 'natural', focus: 'all', notes: '', language: 'English' }))

export const optionsOf = (wishes: Wishes): ReproductionOptions => ({ ...wishes })

interface View {
  mode: 'grid' | 'slider' | 'difference'
  /** The result that lies over the source. */
  picked: string | null
}

export const useView = create<View>(() => ({ mode: 'grid', picked: null }))

const current = ({ queue, at }: { queue: readonly Source[]; at: number }): Source | undefined => queue[at]

export const useCurrent = (): Source | undefined => useSources(current)
export const currentSource = (): Source | undefined => current(useSources.getState())

export function show(at: number): void {
  useSources.setState({ at })
  useView.setState({ picked: null })
}

/** A description of before, whole: its picture, words, prompt and runs. */
export function reopen(row: Reproduction): void {
  // Of one that is being written the words heard are ahead of those kept.
  if (!isWriting(row)) endWords(row.id, row.text)
  useSources.setState({ queue: [{ image: row.image_id, reproduction: row.id }], at: 0 })
  useView.setState({ mode: 'grid', picked: null })
  const { style = 'natural', focus = 'all', notes = '', language = 'English' } = row.options
  useWishes.setState({ style, focus, notes, language })
}

/** Those pictures are being described now. */
export function follow(started: ReadonlyMap<number, string>): void {
  useSources.setState(({ queue }) => ({
    queue: queue.map((source, index) => ({ ...source, reproduction: started.get(index) ?? source.reproduction })),
  }))
}

export function remove(at: number): void {
  useSources.setState((sources) => ({
    queue: sources.queue.toSpliced(at, 1),
    at: Math.max(0, Math.min(sources.at > at ? sources.at - 1 : sources.at, sources.queue.length - 2)),
  }))
}
