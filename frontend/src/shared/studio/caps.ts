import type { Estimate, ModelEstimate, Spend } from '@/bridge/contract'

/** A cap that a run would go over; amounts in US dollars. `unpriced`: under a cap, nobody knows what these models cost. */
export type OverCap =
  | { cap: 'run' | 'day' | 'month' | 'key' | 'person'; needed: number; left: number; limit: number }
  | { cap: 'unpriced'; models: string[] }

/** What the engine would refuse, worked out before the click; the engine has the last word. */
export function overCap(spend: Spend | undefined, estimate: Estimate | undefined): OverCap | null {
  if (!spend || !estimate) return null
  const { caps, uses, room } = spend
  const mostOfRun = caps.run ?? null
  const isCapped = [caps.run, caps.day, caps.month].some((cap) => typeof cap === 'number') || uses.some(({ person }) => person !== null)
  const unpriced = estimate.unknown_models.filter((model) => isCapped || providerOf(model) in room)
  if (unpriced.length > 0 && !caps.allow_unpriced) return { cap: 'unpriced', models: unpriced }
  const needed = estimate.known_cost
  if (needed === 0) return null
  if (mostOfRun !== null && needed > mostOfRun) return { cap: 'run', needed, left: mostOfRun, limit: mostOfRun }
  for (const use of uses) {
    const left = use.limit - use.spent - use.reserved
    if ((use.cap === 'day' || use.cap === 'month') && needed > left) return { cap: use.cap, needed, left: Math.max(0, left), limit: use.limit }
    if (use.person !== null && needed > left) return { cap: 'person', needed, left: Math.max(0, left), limit: use.limit }
  }
  return overKey(estimate.models, room)
}

/** One call must fit one key; several may be spread over the keys, which the engine tries. */
function overKey(models: readonly ModelEstimate[], room: Spend['room']): OverCap | null {
  for (const { model, cost, calls } of models) {
    const left = room[providerOf(model)]
    const needed = (cost ?? 0) / Math.max(1, calls)
    if (left !== undefined && needed > left) return { cap: 'key', needed, left, limit: left }
  }
  return null
}

const providerOf = (model: string) => model.slice(0, model.indexOf('/'))

/** The cap with the least of it left, as a share of it; `null` where none is set. */
export function nearestCap({ uses }: Spend): Spend['uses'][number] | null {
  const share = (use: Spend['uses'][number]) => (use.limit > 0 ? (use.spent + use.reserved) / use.limit : 1)
  return uses.reduce<Spend['uses'][number] | null>((near, use) => (near === null || share(use) > share(near) ? use : near), null)
}
