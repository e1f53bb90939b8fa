import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { ModelInfo, RefineDefaults, RefineDraft } from '@/bridge/contract'
import { useModels } from '@/shared/models/queries'
import { changeRefineDraft } from '@/shared/refine/open'
import { refineDefaultsQuery } from '@/shared/refine/queries'
import { useSetting } from '@/shared/studio/queries'

/** What is to be refined next. Where no image model was chosen yet, one of Compare's, or the first there is. */
export function useRefineDraft(): { draft: RefineDraft; model: ModelInfo | undefined; change: (changes: Partial<RefineDraft>) => void } {
  const client = useQueryClient()
  const kept = useSetting('refine')
  const selected = useSetting('selected_models')
  const models = useModels()
  const usable = models.filter(({ available }) => available)
  const model = models.find(({ id }) => id === kept.model) ?? usable.find(({ id }) => selected.includes(id)) ?? usable[0]
  const draft = useMemo(() => ({ ...kept, model: model?.id ?? '' }), [kept, model?.id])
  const change = useCallback((changes: Partial<RefineDraft>) => changeRefineDraft(client, changes), [client])
  return { draft, model, change }
}

/** Who writes and judges, with the studio's choice where the user made none. */
export function useRoles(draft: RefineDraft): { writer: string; judge: string; defaults: RefineDefaults | undefined } {
  const { data: defaults } = useQuery(refineDefaultsQuery(draft.model))
  return { writer: draft.writer || (defaults?.roles.writer ?? ''), judge: draft.judge || (defaults?.roles.judge ?? ''), defaults }
}

/** The writer and the judge that are built in, and no AI. */
export const isBuiltIn = (model: string): boolean => model.startsWith('offline/')
