import { infiniteQueryOptions, queryOptions, useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { ModelInfo, Reproduction } from '@/bridge/contract'
import { useSetting } from '@/shared/studio/queries'

export const chatModelsQuery = queryOptions({ queryKey: ['models', 'chat'], queryFn: () => call('list_models', { kind: 'chat' }) })

/** Those that are built in are called by names in the page's language. */
export function useChatModels() {
  const { t } = useTranslation()
  const select = useCallback((models: ModelInfo[]) => models.map((model) => ({ ...model, label: t(`words.builtIn.${model.id}`, { defaultValue: model.label }) })), [t])
  return useQuery({ ...chatModelsQuery, select })
}

export const useChatModel = (id: string): ModelInfo | undefined => useChatModels().data?.find((model) => model.id === id)

export const useChatModelsOf = (provider: string): ModelInfo[] => useChatModels().data?.filter((model) => model.provider === provider) ?? []

/** What describes where nobody chose: this one suits most people. */
const SUGGESTED = 'openrouter/google/gemini-3.1-pro-preview'

/** The model that describes pictures: the chosen one; else the suggested one, or the first that sees, where only its key is there. */
function describing(chosen: string, models: readonly ModelInfo[] = []): string {
  const ready = models.filter(({ available, is_ai, chat }) => available && is_ai && chat?.sees)
  return chosen || (ready.find(({ id }) => id === SUGGESTED) ?? ready[0])?.id || SUGGESTED
}

export const useDescribing = (): string => describing(useSetting('reproduce_model'), useChatModels().data)

/** A description is kept right by events. */
export const reproductionQuery = (id: string) =>
  queryOptions({ queryKey: ['reproduction', id], queryFn: () => call('get_reproduction', { id }), staleTime: Infinity })

/** Those of before, newest first; `text` is searched for in what was written. */
export const reproductionsQuery = (text: string, owner: string | null = null) =>
  infiniteQueryOptions({
    queryKey: ['reproductions', text, owner],
    queryFn: ({ pageParam }) => call('list_reproductions', { text, owner, cursor: pageParam, limit: 50 }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: Infinity,
  })

export const templatesQuery = queryOptions({ queryKey: ['templates'], queryFn: () => call('list_templates', {}) })

export const isWriting = ({ state }: Pick<Reproduction, 'state'>): boolean => state === 'running' || state === 'waiting'
