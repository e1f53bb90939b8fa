import type { RefineAtom, RefineSession } from '@/bridge/contract'
import { BLOCKS, type Block } from '../session/facts'

/** The engine leaves nothing of it out. */
export type Atom = Required<RefineAtom>

export const atomsOf = ({ atoms }: Pick<RefineSession, 'atoms'>): Atom[] => atoms as Atom[]

export interface AtomRow {
  atom: Atom
  /** How many questions it hangs on. */
  depth: number
}

export interface AtomGroup {
  /** The block that the questions are of, or the fixed ones of quality. */
  name: Block | 'quality'
  rows: AtomRow[]
}

/** The questions by block, a child right under its parent, the fixed ones last. */
export function groupsOf(atoms: readonly Atom[]): AtomGroup[] {
  const own = atoms.filter(({ is_quality }) => !is_quality)
  const groups = BLOCKS.map((name): AtomGroup => {
    const inBlock = own.filter(({ block }) => block === name)
    const ids = new Set(inBlock.map(({ id }) => id))
    const roots = inBlock.filter(({ parent }) => parent === null || !ids.has(parent))
    return { name, rows: roots.flatMap((root) => under(root, inBlock, 0)) }
  })
  const quality: AtomGroup = { name: 'quality', rows: atoms.filter(({ is_quality }) => is_quality).map((atom) => ({ atom, depth: 0 })) }
  return [...groups, quality].filter(({ rows }) => rows.length > 0)
}

function under(atom: Atom, all: readonly Atom[], depth: number): AtomRow[] {
  const children = depth < all.length ? all.filter(({ parent }) => parent === atom.id) : []
  return [{ atom, depth }, ...children.flatMap((child) => under(child, all, depth + 1))]
}

/** An id that no atom has yet. */
export function freshId(atoms: readonly Pick<RefineAtom, 'id'>[]): string {
  const ids = new Set(atoms.map(({ id }) => id))
  let number = 1
  while (ids.has(`own_${number}`)) number++
  return `own_${number}`
}

/** Without one question; those that hung on it hang on what it hung on. */
export const withoutAtom = (atoms: readonly Atom[], gone: Atom): Atom[] =>
  atoms.filter(({ id }) => id !== gone.id).map((atom) => (atom.parent === gone.id ? { ...atom, parent: gone.parent } : atom))

/** Where an arrow key leads in a table of `rows` by `columns`; `null`: nowhere. */
export function moved([row, column]: readonly [number, number], key: string, rows: number, columns: number): [number, number] | null {
  const steps: Record<string, [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Home: [0, -columns], End: [0, columns] }
  const [down, right] = steps[key] ?? [0, 0]
  const next: [number, number] = [Math.min(rows - 1, Math.max(0, row + down)), Math.min(columns - 1, Math.max(0, column + right))]
  return next[0] === row && next[1] === column ? null : next
}
