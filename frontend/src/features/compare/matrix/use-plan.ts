import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { call } from '@/bridge/call'
import type { MatrixAxis, MatrixPreview, RunParams } from '@/bridge/contract'
import { paramsFor } from '@/shared/parameters/request'
import { useSettled } from '@/shared/ui/use-settled'
import { useDraft } from '../draft'
import { useChosen, useParams } from '../use-request'
import { axesOf } from './axes'
import { useMatrix } from './matrix-state'

export interface MatrixRequest {
  prompt: string
  selected_models: string[]
  params: RunParams
  axes: MatrixAxis[]
}

/** What the dialog asks for as it stands. */
export function useMatrixRequest(): MatrixRequest {
  const chosen = useChosen()
  const [params] = useParams()
  const prompt = useDraft((draft) => draft.prompt ?? '')
  const drafts = useMatrix((state) => state.axes)
  return useMemo(
    () => ({ prompt, selected_models: chosen.map(({ id }) => id), params: paramsFor(params, chosen), axes: axesOf(drafts) }),
    [prompt, chosen, params, drafts],
  )
}

export interface Plan {
  data: MatrixPreview | undefined
  error: unknown
  /** What is shown is not yet that of what is typed. */
  isStale: boolean
}

export function usePlan(request: MatrixRequest): Plan {
  const settled = useSettled(request, 250)
  const { data, error } = useQuery({
    queryKey: ['matrix', settled],
    queryFn: () => call('preview_matrix', { ...settled }),
    retry: false,
    gcTime: 10_000,
    enabled: settled.selected_models.length > 0,
  })
  return { data, error, isStale: settled !== request }
}
