import type { Generation } from '@/bridge/contract'

/**
 * What asking again leads to: an answer that lies on this computer is put away (`here`), a job that its provider still has is
 * fetched (`there`), or a new call is made, after one that cost nothing (`free`) or may have cost something (`charged`).
 */
export function againOf({ attempts, error }: Pick<Generation, 'attempts' | 'error'>): 'here' | 'there' | 'free' | 'charged' {
  if (attempts.some(({ state }) => state === 'received')) return 'here'
  if (attempts.some(({ state }) => state === 'accepted')) return 'there'
  return error && (error.details.charged === 'yes' || error.details.charged === 'unknown') ? 'charged' : 'free'
}
