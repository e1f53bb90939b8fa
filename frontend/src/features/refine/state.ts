import { create } from 'zustand'

interface View {
  /** The iteration that is looked at; `null`: the best one, and while it runs the newest. */
  picked: number | null
  /** Where there is no room for both: what stands at the left. */
  side: 'prompt' | 'score'
  /** The checklist is being edited. */
  editing: boolean
}

const FRESH: View = { picked: null, side: 'prompt', editing: false }

export const useView = create<View>(() => FRESH)

export const look = (picked: number | null): void => useView.setState({ picked })
export const freshView = (): void => useView.setState(FRESH)

export const ROLES_ID = 'refine-who'

/** To where another writer or judge is chosen. */
export function lookAtRoles(): void {
  useView.setState({ side: 'score' })
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`#${ROLES_ID} button`)?.focus())
}
