import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Generation, ModelParams } from '@/bridge/contract'
import { formatPrice } from '@/shared/images/image-format'
import { runQuery } from '@/shared/jobs/queries'
import { estimateQuery } from '@/shared/models/queries'
import { withModelParams } from '@/shared/parameters/request'

/** `Retry · $0.04`. */
export const withPrice = (label: string, price: string | null) => (price ? `${label} · ${price}` : label)

/** What it would cost to ask again for the pictures that did not come; `undefined` until it is worked out, or where nobody asks. */
export function useAgainCost(generation: Generation, wanted = true): number | null | undefined {
  const { model, image_ids: came, cell } = generation
  const { data: run } = useQuery({ ...runQuery(generation.run_id), enabled: wanted })
  // A cell of a matrix has parameters and words of its own.
  const params = cell ? { ...(generation.asked as ModelParams), per_model: {} } : (run?.params ?? { per_model: {} })
  const asked = params.per_model?.[model]?.n ?? params.n ?? 1
  const missing = withModelParams(params, model, { n: Math.max(1, asked - came.length) })
  const { data: estimate } = useQuery({
    ...estimateQuery(generation.prompt ?? run?.prompt ?? '', [model], missing),
    enabled: wanted && run !== undefined,
  })
  return wanted && estimate ? (estimate.models[0]?.cost ?? null) : undefined
}

/** The same in words, `null` where there are none. */
export function useAgainPrice(generation: Generation, wanted = true): string | null {
  const { t, i18n } = useTranslation()
  const cost = useAgainCost(generation, wanted)
  return cost === undefined ? null : formatPrice(t, i18n.language, cost)
}
