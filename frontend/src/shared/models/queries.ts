import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { ModelInfo, RunParams } from '@/bridge/contract'
import { inWords } from './model-words'
import { labelsOf } from './order'

export const modelsQuery = queryOptions({
  queryKey: ['models', 'image'],
  queryFn: () => call('list_models', { kind: 'image' }),
})

const NONE: ModelInfo[] = []

function useInWords(): (models: ModelInfo[]) => ModelInfo[] {
  const { t, i18n } = useTranslation()
  const { language } = i18n
  return useCallback((models) => inWords(t, language, models), [t, language])
}

/** Every image model, usable ones first; empty until they are known. */
export const useModels = (): ModelInfo[] => useModelsQuery().data ?? NONE

/** The same, to say where they could not be had. */
export const useModelsQuery = () => useQuery({ ...modelsQuery, select: useInWords() })

/** A model's label by its id, with its provider where two bear the same; the name in the id where it is no longer known. */
export function useModelLabel(): (id: string) => string {
  const worded = useInWords()
  const labels = useQuery({ ...modelsQuery, select: useCallback((models: ModelInfo[]) => labelsOf(worded(models)), [worded]) }).data
  return useCallback((id) => labels?.get(id) ?? id.slice(id.indexOf('/') + 1), [labels])
}

/** What each of `models` would cost and get. Prices do not depend on the prompt's words, only on whether it fits. */
export const estimateQuery = (prompt: string, models: readonly string[], params: RunParams) =>
  queryOptions({
    queryKey: ['estimate', prompt, models, params],
    queryFn: () => call('estimate', { prompt, selected_models: [...models], params }),
    placeholderData: keepPreviousData,
    enabled: models.length > 0,
    gcTime: 30_000,
  })
