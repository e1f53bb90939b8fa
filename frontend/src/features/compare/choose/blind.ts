import type { Choice } from '@/bridge/contract'

/** A vote in the making: the best of all at one look, or two at a time, the one preferred against the next. */
export interface Vote {
  /** The pictures in the order they are shown. */
  order: readonly string[]
  way: 'best' | 'pairs'
  /** Of pairs: which stands, which is next, and what was chosen so far. */
  standing: number
  next: number
  choices: readonly Choice[]
}

/** In an order that tells nothing. `random`: 0 to 1. */
export function shuffled<T>(all: readonly T[], random: () => number = Math.random): T[] {
  const mixed = [...all]
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    ;[mixed[last], mixed[other]] = [mixed[other] as T, mixed[last] as T]
  }
  return mixed
}

export const begin = (ids: readonly string[], way: Vote['way'], random?: () => number): Vote => ({
  order: shuffled(ids, random),
  way,
  standing: 0,
  next: 1,
  choices: [],
})

/** What is looked at now. */
export const inSight = ({ order, way, standing, next }: Vote): string[] =>
  way === 'best' ? [...order] : [order[standing], order[next]].filter((id) => id !== undefined)

export type Outcome = { done: false; vote: Vote } | { done: true; winner: string; choices: readonly Choice[] }

/** After `winner` was preferred to what else is in sight. */
export function prefer(vote: Vote, winner: string): Outcome {
  const others = inSight(vote).filter((id) => id !== winner)
  const choices = [...vote.choices, { winner, others }]
  if (vote.way === 'best' || vote.next + 1 >= vote.order.length) return { done: true, winner, choices }
  return { done: false, vote: { ...vote, standing: vote.order.indexOf(winner), next: vote.next + 1, choices } }
}
