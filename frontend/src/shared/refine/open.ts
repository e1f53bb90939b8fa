import type { QueryClient } from '@tanstack/react-query'
import { create } from 'zustand'
import type { RefineDraft } from '@/bridge/contract'
import { navigate } from '@/shared/studio/navigation'
import { settingsQuery } from '@/shared/studio/queries'
import { saveSettings } from '@/shared/studio/save-settings'

/** Which session is shown: `null`, a new one; `undefined`: nobody has said, the newest. */
export const useOpenSession = create<{ id: string | null | undefined }>(() => ({ id: undefined }))

export const showSession = (id: string | null): void => useOpenSession.setState({ id })

export function openSession(id: string): void {
  showSession(id)
  navigate('refine')
}

/** To the workspace that makes a prompt better, with these words as its goal. */
export function sendToRefine(client: QueryClient, { goal, model }: { goal: string; model?: string | null }): void {
  const draft = client.getQueryData(settingsQuery.queryKey)?.refine
  if (draft) saveSettings(client, { refine: { ...draft, goal: goal.slice(0, MAX_GOAL_CHARS), ...(model ? { model } : {}) } })
  showSession(null)
  navigate('refine')
}

/** As many as the engine takes. */
export const MAX_GOAL_CHARS = 4000

export function changeRefineDraft(client: QueryClient, changes: Partial<RefineDraft>): void {
  const draft = client.getQueryData(settingsQuery.queryKey)?.refine
  if (draft) saveSettings(client, { refine: { ...draft, ...changes } })
}
