import { create } from 'zustand'

interface Ahead {
  /** What is being written about each session, not yet said. */
  feedback: Readonly<Record<string, string>>
  /** How many more images are wanted of each. */
  more: Readonly<Record<string, number>>
}

/** Drafts of the next step, by session: they outlast a look at another place. */
export const useAhead = create<Ahead>(() => ({ feedback: {}, more: {} }))

export const putFeedback = (id: string, text: string): void => useAhead.setState(({ feedback }) => ({ feedback: { ...feedback, [id]: text } }))
export const putMore = (id: string, count: number): void => useAhead.setState(({ more }) => ({ more: { ...more, [id]: count } }))
