import { create } from 'zustand'

/** How many images are still being made while the window was asked to close; `null` when it was not. */
export const useQuitAsked = create<{ running: number | null }>(() => ({ running: null }))

export function handleNotice(data: Record<string, unknown>): void {
  if (data.kind === 'quit_asked') useQuitAsked.setState({ running: Number(data.running) || 0 })
}
