import type { RefineIteration } from '@/bridge/contract'

export interface TreeRow {
  index: number
  parent: number | null
  /** The column its mark stands in; 0 is the way to the best. */
  lane: number
}

type Node = Pick<RefineIteration, 'index' | 'parent'>

/** Each iteration in its lane: the way to the best is the first, each side way one of its own while it lasts. */
export function treeOf(iterations: readonly Node[], best: number | null): TreeRow[] {
  const main = new Set<number>()
  for (let at = best; at !== null && !main.has(at); at = iterations[at]?.parent ?? null) main.add(at)
  const rows: TreeRow[] = []
  const taken: number[] = []
  for (const { index, parent } of iterations) {
    const heir = parent !== null && !main.has(parent) && iterations.find((each) => each.parent === parent)?.index === index
    const lane = main.has(index) || (best === null && parent === null) ? 0 : heir ? (rows[parent]?.lane ?? 1) : freeLane(taken, parent ?? index)
    taken[lane] = lastOf(iterations, index)
    rows.push({ index, parent, lane })
  }
  return rows
}

/** The first lane beside the main one where nothing stands after `from`. */
function freeLane(taken: readonly number[], from: number): number {
  let lane = 1
  while ((taken[lane] ?? -1) > from) lane++
  return lane
}

/** The last iteration that comes of this one, by first children. */
function lastOf(iterations: readonly Node[], index: number): number {
  const child = iterations.find(({ parent }) => parent === index)
  return child ? lastOf(iterations, child.index) : index
}
