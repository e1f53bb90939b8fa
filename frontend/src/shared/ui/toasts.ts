import { create } from 'zustand'

export interface ToastAction {
  label: string
  onSelect: () => void
  /** The message stays, for what else it offers. */
  stays?: boolean
}

export interface Toast {
  id: number
  text: string
  kind: 'info' | 'error'
  actions: readonly ToastAction[]
  seconds: number
}

const MOST = 3
const useStore = create<{ toasts: Toast[] }>(() => ({ toasts: [] }))
let lastId = 0

/** Shows a short message at the lower edge; with actions (e.g. Undo) it stays long enough to be reached. */
export function toast(text: string, options: Partial<Pick<Toast, 'kind' | 'actions' | 'seconds'>> = {}): number {
  const id = ++lastId
  const entry: Toast = { id, text, kind: 'info', actions: [], seconds: options.actions?.length || options.kind === 'error' ? 8 : 4, ...options }
  useStore.setState(({ toasts }) => ({ toasts: [...withRoom(toasts), entry] }))
  return id
}

/** Room for one more: the oldest goes, rather one that would have gone by itself soon. */
function withRoom(toasts: Toast[]): Toast[] {
  if (toasts.length < MOST) return toasts
  const soonest = Math.min(...toasts.map(({ seconds }) => seconds))
  const goes = toasts.find(({ seconds }) => seconds === soonest)
  return toasts.filter((entry) => entry !== goes)
}

export function dismissToast(id: number): void {
  useStore.setState(({ toasts }) => ({ toasts: toasts.filter((entry) => entry.id !== id) }))
}

export const useToasts = () => useStore((state) => state.toasts)
