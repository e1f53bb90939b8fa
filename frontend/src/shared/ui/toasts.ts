import { create } from 'zustand'

export interface Toast {
  id: number
  text: string
  kind: 'info' | 'error'
  action?: { label: string; onSelect: () => void }
  seconds: number
}

const useStore = create<{ toasts: Toast[] }>(() => ({ toasts: [] }))
let lastId = 0

/** Shows a short message at the lower edge; with an action (e.g. Undo) it stays long enough to be reached. */
export function toast(text: string, options: Partial<Pick<Toast, 'kind' | 'action' | 'seconds'>> = {}): number {
  const id = ++lastId
  const entry: Toast = { id, text, kind: 'info', seconds: options.action || options.kind === 'error' ? 8 : 4, ...options }
  useStore.setState(({ toasts }) => ({ toasts: [...toasts.slice(-2), entry] }))
  return id
}

/** Says something else in its place. */
export function retellToast(id: number, text: string): void {
  useStore.setState(({ toasts }) => ({ toasts: toasts.map((entry) => (entry.id === id ? { ...entry, text } : entry)) }))
}

export function dismissToast(id: number): void {
  useStore.setState(({ toasts }) => ({ toasts: toasts.filter((entry) => entry.id !== id) }))
}

export const useToasts = () => useStore((state) => state.toasts)
