import type { QueryClient } from '@tanstack/react-query'
import { create } from 'zustand'
import { updateQuery } from '@/shared/studio/updates'

/** What is not finished while the window was asked to close: images being made, pictures that works have not come to. */
interface Unfinished {
  running: number
  waiting: number
}

export const useQuitAsked = create<{ unfinished: Unfinished | null }>(() => ({ unfinished: null }))

export function handleNotice(client: QueryClient, data: Record<string, unknown>): void {
  if (data.kind === 'quit_asked') {
    useQuitAsked.setState({ unfinished: { running: Number(data.running) || 0, waiting: Number(data.waiting) || 0 } })
  }
  if (data.kind === 'update') void client.invalidateQueries({ queryKey: updateQuery.queryKey })
}
