import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Estimate, ModelInfo } from '@/bridge/contract'
import { chosenModels } from '@/shared/models/order'
import { estimateQuery, useModels } from '@/shared/models/queries'
import { useSetting } from '@/shared/studio/queries'
import { useSettled } from '@/shared/ui/use-settled'
import { withoutReferences } from './use-generate'

/** The image models that are chosen, here as in Compare. */
export function useChosen(): ModelInfo[] {
  const models = useModels()
  const selected = useSetting('selected_models')
  return useMemo(() => chosenModels(models, selected), [models, selected])
}

/** What a run of `prompt` would cost with the chosen models. */
export function useEstimate(prompt: string): Estimate | undefined {
  const ids = useChosen().map(({ id }) => id)
  const settled = useSettled(prompt, 500)
  const params = useSettled(useSetting('params'), 200)
  return useQuery(estimateQuery(settled, ids, withoutReferences(params))).data
}
