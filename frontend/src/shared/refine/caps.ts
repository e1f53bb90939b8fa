import { useQuery } from '@tanstack/react-query'
import type { ModelEstimate, SessionEstimate, Spend } from '@/bridge/contract'
import { overCap, type OverCap } from '@/shared/studio/caps'
import { spendQuery } from '@/shared/studio/queries'

type Ahead = Pick<SessionEstimate, 'cost_least' | 'unknown_models' | 'prices'>
type Line = Ahead['prices'][number]

/**
 * What the engine would refuse of a session, by the least it can come to. A cap of a run holds for each image by itself,
 * and for all that is asked of the chat models together.
 */
export function overCapOfSession(spend: Spend | undefined, ahead: Ahead | undefined): OverCap | null {
  if (!spend || !ahead) return null
  const { prices, unknown_models } = ahead
  const unpriced = overCap(spend, { models: [], known_cost: 0, unknown_models })
  if (unpriced) return unpriced
  const whole = overCap(withoutRun(spend), { models: prices.map(oneOf), known_cost: ahead.cost_least ?? 0, unknown_models: [] })
  if (whole) return whole
  const image = prices.filter(({ kind }) => kind === 'image').map(({ cost }) => cost ?? 0)
  const chats = prices.filter(({ kind }) => kind === 'chat').map(({ cost, least }) => (cost ?? 0) * least)
  const needed = Math.max(0, ...image, sum(chats))
  return overCap(onlyRun(spend), { models: [], known_cost: needed, unknown_models: [] })
}

/** The same as the page knows it now. */
export function useOverCap(ahead: Ahead | undefined): OverCap | null {
  return overCapOfSession(useQuery(spendQuery).data, ahead)
}

const withoutRun = (spend: Spend): Spend => ({ ...spend, caps: { ...spend.caps, run: null } })
const onlyRun = (spend: Spend): Spend => ({ ...spend, uses: [], room: {} })
/** One call: that is what a key has to have room for. */
const oneOf = ({ model, cost }: Line): ModelEstimate => ({ model, cost, calls: 1, size: null, adjustments: [], sent: {}, problem: null })
const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0)
