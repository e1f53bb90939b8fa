import type { QueryClient } from '@tanstack/react-query'
import { create } from 'zustand'
import type { Settings } from '@/bridge/contract'
import { saveSettings } from '@/shared/studio/save-settings'
import { settingsQuery } from '@/shared/studio/queries'

const QUIET_MS = 500

interface Draft {
  /** `null` until the settings are known. */
  prompt: string | null
  /** The prompt as it was when the typing last paused: for what need not follow each key. */
  settled: string
}

/** The words in the prompt box. Outside the tree, so that a key press draws the box alone. */
export const useDraft = create<Draft>(() => ({ prompt: null, settled: '' }))

let timer: ReturnType<typeof setTimeout> | undefined

export function startDraft(prompt: string): void {
  if (useDraft.getState().prompt === null) useDraft.setState({ prompt, settled: prompt })
}

export function changePrompt(client: QueryClient, prompt: string): void {
  useDraft.setState({ prompt })
  clearTimeout(timer)
  timer = setTimeout(() => settle(client), QUIET_MS)
}

/** Keep the draft now, e.g. when the page is left. */
export function settle(client: QueryClient): void {
  clearTimeout(timer)
  const { prompt } = useDraft.getState()
  if (prompt === null || prompt === currentSettings(client)?.prompt_draft) return
  useDraft.setState({ settled: prompt })
  saveSettings(client, { prompt_draft: prompt })
}

/** Puts a whole request into the controls: prompt, models, parameters. */
export function takeUp(
  client: QueryClient,
  prompt: string,
  rest: Partial<Pick<Settings, 'selected_models' | 'params'>>,
): void {
  changePrompt(client, prompt)
  if (Object.keys(rest).length > 0) saveSettings(client, rest)
}

/** The parameters as they are now, outside of drawing. */
export const currentSettings = (client: QueryClient): Settings | undefined =>
  client.getQueryData(settingsQuery.queryKey)
