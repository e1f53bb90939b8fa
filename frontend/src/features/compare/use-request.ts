import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Estimate, ModelEstimate, ModelInfo, RunParams } from '@/bridge/contract'
import { chosenModels } from '@/shared/models/order'
import { estimateQuery, useModels } from '@/shared/models/queries'
import { useSetting } from '@/shared/studio/queries'
import { saveSettings } from '@/shared/studio/save-settings'
import { useDraft } from './draft'
import { useSettled } from '@/shared/ui/use-settled'

export function useChosen(): ModelInfo[] {
  const models = useModels()
  const selected = useSetting('selected_models')
  return useMemo(() => chosenModels(models, selected), [models, selected])
}

/** The parameters, and a way to change them; they are kept in the settings. */
export function useParams(): [RunParams, (params: RunParams) => void] {
  const client = useQueryClient()
  const params = useSetting('params')
  return [params, (next) => saveSettings(client, { params: next })]
}

/** What each model of the list would cost with the present parameters. One call for all: choosing asks nothing. */
export function useEstimates(): Map<string, ModelEstimate> {
  const models = useModels()
  const params = useSettled(useSetting('params'), 200)
  const prompt = useDraft((draft) => draft.settled)
  const ids = useMemo(() => models.filter(({ reason }) => reason !== 'ended').map(({ id }) => id), [models])
  const { data } = useQuery(estimateQuery(prompt, ids, params))
  return useMemo(() => new Map(data?.models.map((row) => [row.model, row])), [data])
}

/** The same for the chosen ones alone, with their sum. */
export function useChosenEstimate(): Estimate | undefined {
  const chosen = useChosen()
  const estimates = useEstimates()
  return useMemo(() => {
    if (estimates.size === 0) return undefined
    const models = chosen.map(({ id }) => estimates.get(id)).filter((row) => row !== undefined)
    return {
      models,
      known_cost: models.reduce((sum, { cost }) => sum + (cost ?? 0), 0),
      unknown_models: models.filter(({ cost, problem }) => cost === null && !problem).map(({ model }) => model),
    }
  }, [chosen, estimates])
}
