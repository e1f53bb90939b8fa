import { create } from 'zustand'

export type ViewerMode = 'single' | 'side' | 'slider'

export interface Viewing {
  /** The pictures the arrows go through. */
  ids: readonly string[]
  /** One, or in `side` two to four, in `slider` two. */
  shown: readonly string[]
  mode: ViewerMode
}

export const useViewer = create<{ viewing: Viewing | null }>(() => ({ viewing: null }))

export const openViewer = ({ mode = 'single', ...rest }: Omit<Viewing, 'mode'> & { mode?: ViewerMode }) =>
  useViewer.setState({ viewing: { ...rest, mode } })

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
  if (mode === 'single') return { ids, mode, shown: shown.slice(0, 1) }
  const wanted = mode === 'slider' ? shown.slice(0, 2) : shown
  if (wanted.length > 1) return { ids, mode, shown: wanted }
  const next = stepped({ ids, shown: wanted, mode: 'single' }, 1).shown
  return next[0] === wanted[0] ? viewing : { ids, mode, shown: [...wanted, ...next] }
}

/** A picture is gone: the next one takes its place, after the last the viewer closes. */
export function without(id: string): void {
  useViewer.setState(({ viewing }) => {
    if (!viewing) return { viewing }
    const ids = viewing.ids.filter((other) => other !== id)
    const shown = stepped({ ...viewing, shown: [id], mode: 'single' }, 1).shown.filter((other) => other !== id)
    return { viewing: shown.length > 0 ? { ids, shown, mode: 'single' } : null }
  })
}
