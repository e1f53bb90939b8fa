import type { QueryClient } from '@tanstack/react-query'
import { create } from 'zustand'
import { call } from '@/bridge/call'
import type { ErrorInfo, Words } from '@/bridge/contract'
import { asErrorInfo } from '@/shared/errors/error-text'
import { saveSettings } from '@/shared/studio/save-settings'
import { changePrompt, currentSettings, useDraft } from '../draft'

export const TOOLS = ['enhance', 'translate'] as const
export type Tool = (typeof TOOLS)[number]

/** One use of a tool, from the press to what became of it. */
export interface Use {
  tool: Tool
  /** Under which its words come. */
  id: string
  /** The prompt as it was sent. */
  before: string
  model: string
  state: 'choosing' | 'writing' | 'done' | 'failed'
  words: Words | null
  error: Pick<ErrorInfo, 'code' | 'details'> | null
}

export const useTool = create<{ use: Use | null }>(() => ({ use: null }))

const SETTING = { enhance: 'enhance_model', translate: 'translate_model' } as const

export const modelOf = (client: QueryClient, tool: Tool): string => currentSettings(client)?.[SETTING[tool]] ?? ''

/** The model is chosen once: from now on it is this one. */
export function chooseModel(client: QueryClient, tool: Tool, model: string): void {
  saveSettings(client, { [SETTING[tool]]: model })
  useTool.setState(({ use }) => ({ use: use && { ...use, model } }))
}

/** Opens the card to choose a model, with nothing sent. */
export function choose(client: QueryClient, tool: Tool): void {
  stop()
  const before = useDraft.getState().prompt ?? ''
  useTool.setState({ use: { tool, id: '', before, model: modelOf(client, tool), state: 'choosing', words: null, error: null } })
}

let count = 0

/** Sends the prompt as it is now; nothing where the same is being answered already. What comes for another use is let go of. */
export async function run(client: QueryClient, tool: Tool): Promise<void> {
  const prompt = useDraft.getState().prompt ?? ''
  const model = modelOf(client, tool)
  if (prompt.trim() === '') return
  const { use: now } = useTool.getState()
  if (now?.state === 'writing' && now.tool === tool && now.before === prompt && now.model === model) return
  stop()
  const id = `words_${Date.now().toString(36)}_${++count}`
  const use: Use = { tool, id, before: prompt, model, state: 'writing', words: null, error: null }
  useTool.setState({ use })
  const ended = (rest: Partial<Use>) => {
    if (useTool.getState().use?.id === id) useTool.setState({ use: { ...use, ...rest } })
  }
  try {
    const words = await call(tool === 'enhance' ? 'enhance_prompt' : 'translate_prompt', { prompt, model, request_id: id })
    ended({ state: 'done', words })
  } catch (error) {
    ended({ state: 'failed', error: asErrorInfo(error) })
  }
}

/** Closes the request at the provider, where one is open. */
export function stop(): void {
  const { use } = useTool.getState()
  if (use?.state === 'writing') void call('cancel', { id: use.id }).catch(() => null)
}

export function putAway(): void {
  stop()
  useTool.setState({ use: null })
}

/** Puts `text` into the prompt; the returned function takes it back. */
export function take(client: QueryClient, text: string): () => void {
  const before = useDraft.getState().prompt ?? ''
  useTool.setState({ use: null })
  changePrompt(client, text)
  return () => changePrompt(client, before)
}
