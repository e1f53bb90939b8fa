import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { call } from '@/bridge/call'
import type { ModelInfo, RunParams } from '@/bridge/contract'
import { labelsOf } from './order'

export const modelsQuery = queryOptions({
  queryKey: ['models', 'image'],
  queryFn: () => call('list_models', { kind: 'image' }),
})

const NONE: ModelInfo[] = []

/** Every image model, usable ones first; empty until they are known. */
export const useModels = (): ModelInfo[] => useQuery(modelsQuery).data ?? NONE

/** The same, to say where they could not be had. */
export const useModelsQuery = () => useQuery(modelsQuery)

/** A model's label by its id, with its provider where two bear the same; the name in the id where it is no longer known. */
export function useModelLabel(): (id: string) => string {
  const labels = useQuery({ ...modelsQuery, select: labelsOf }).data
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
