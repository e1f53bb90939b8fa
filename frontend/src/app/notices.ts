import type { QueryClient } from '@tanstack/react-query'
import { create } from 'zustand'
import { updateQuery } from '@/shared/studio/updates'

/** How many images are still being made while the window was asked to close; `null` when it was not. */
export const useQuitAsked = create<{ running: number | null }>(() => ({ running: null }))

export function handleNotice(client: QueryClient, data: Record<string, unknown>): void {
  if (data.kind === 'quit_asked') useQuitAsked.setState({ running: Number(data.running) || 0 })
  if (data.kind === 'update') void client.invalidateQueries({ queryKey: updateQuery.queryKey })
}
