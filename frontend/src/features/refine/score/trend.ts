import type { RefineSession } from '@/bridge/contract'
import { fateOf } from '../session/facts'

export interface TrendPoint {
  index: number
  score: number
  /** The score of what led after it. */
  best: number
  /** It led, then or now. */
  leads: boolean
}

/** The judged images, in order, and how far the best had come by each. */
export function trendOf(session: Pick<RefineSession, 'iterations'>): TrendPoint[] {
  const points: TrendPoint[] = []
  for (const iteration of session.iterations) {
    const { index, judge_score: score } = iteration
    if (score === null) continue
    const fate = fateOf(session, iteration)
    const leads = fate === 'best' || fate === 'kept' || points.length === 0
    points.push({ index, score, best: leads ? score : (points.at(-1)?.best ?? score), leads })
  }
  return points
}
