import { create } from 'zustand'

/** `side`: beside each other. The others lay two over each other: parted by a line, mixed, or only where they differ. */
export const VIEWER_MODES = ['single', 'side', 'slider', 'overlay', 'difference'] as const
export type ViewerMode = (typeof VIEWER_MODES)[number]
export const MOST_SIDE_BY_SIDE = 4

export interface Viewing {
  /** The pictures the arrows go through. */
  ids: readonly string[]
  /** One, in `side` two to four, in the modes that lay over each other two. */
  shown: readonly string[]
  mode: ViewerMode
}

type Names = Readonly<Record<string, string>>

/** `names`: what pictures are called where they were opened; others go by their place and model. */
export const useViewer = create<{ viewing: Viewing | null; names: Names }>(() => ({ viewing: null, names: {} }))

export const openViewer = ({ mode = 'single', names = {}, ...rest }: Omit<Viewing, 'mode'> & { mode?: ViewerMode; names?: Names }) =>
  useViewer.setState({ viewing: { ...rest, mode }, names })

export const closeViewer = () => useViewer.setState({ viewing: null })

/** The picture `step` places on, round the end; a view of several moves its last. */
export function stepped({ ids, shown, mode }: Viewing, step: number): Viewing {
  const last = shown.at(-1)
  const others = mode === 'single' ? [] : shown.slice(0, -1)
  const free = ids.filter((id) => !others.includes(id))
  const index = free.findIndex((id) => id === last)
  const next = free.at((index + step + free.length) % (free.length || 1))
  return next ? { ids, mode, shown: [...others, next] } : { ids, mode, shown }
}

/** Another way to look: one picture, or what is shown and the next beside it. */
export function inMode(viewing: Viewing, mode: ViewerMode): Viewing {
  const { ids, shown } = viewing
  if (mode === 'single') return { ids, mode, shown: shown.slice(-1) }
  const wanted = mode === 'side' ? shown : shown.slice(0, 2)
  if (wanted.length > 1) return { ids, mode, shown: wanted }
  const next = stepped({ ids, shown: wanted, mode: 'single' }, 1).shown
  return next[0] === wanted[0] ? viewing : { ids, mode, shown: [...wanted, ...next] }
}

/** One more beside what is shown, or one less; the fifth takes the place of the fourth. */
export function withShown(viewing: Viewing, id: string): Viewing {
  const { ids, shown } = viewing
  const left = shown.filter((other) => other !== id)
  if (left.length < shown.length) return left.length > 0 ? inMode({ ids, shown: left, mode: 'side' }, left.length > 1 ? 'side' : 'single') : viewing
  return { ids, mode: 'side', shown: [...shown.slice(0, MOST_SIDE_BY_SIDE - 1), id] }
}

/**
 * What was made of a picture comes after it and what was made of it before, and is shown, where the viewer is open.
 * `isUnder`: whether a picture came from that one.
 */
export function showMade(
  parentId: string,
  made: readonly string[],
  show: boolean,
  isUnder: (id: string) => boolean = () => false,
): void {
  useViewer.setState(({ viewing }) => {
    if (!viewing) return { viewing }
    const fresh = made.filter((id) => !viewing.ids.includes(id))
    let at = viewing.ids.indexOf(parentId) + 1 || viewing.ids.length
    while (at < viewing.ids.length && isUnder(viewing.ids[at] ?? '')) at++
    const ids = viewing.ids.toSpliced(at, 0, ...fresh)
    const [first] = made
    if (show && first && viewing.mode === 'single' && viewing.shown[0] === parentId) {
      return { viewing: { ids, mode: 'single', shown: [first] } }
    }
    return { viewing: { ...viewing, ids } }
  })
}

/** A picture is gone: the next one takes its place, after the last the viewer closes. */
export function without(id: string): void {
  useViewer.setState(({ viewing }) => {
    if (!viewing) return { viewing }
    const ids = viewing.ids.filter((other) => other !== id)
    if (!viewing.shown.includes(id)) return { viewing: { ...viewing, ids } }
    const shown = stepped({ ...viewing, shown: [id], mode: 'single' }, 1).shown.filter((other) => other !== id)
    return { viewing: shown.length > 0 ? { ids, shown, mode: 'single' } : null }
  })
}
