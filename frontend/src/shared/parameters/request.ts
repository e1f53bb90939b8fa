import type { ModelInfo, ModelParams, RunParams } from '@/bridge/contract'
import { tidy } from './controls'

export const MAX_PROMPT_CHARS = 100_000
export const MAX_MODELS = 64

/** Why Generate cannot be pressed now, or `null` when it can. */
export function obstacle(
  prompt: string,
  chosen: readonly ModelInfo[],
  readOnly: boolean,
): 'readOnly' | 'noModels' | 'tooManyModels' | 'noPrompt' | 'tooLong' | null {
  if (readOnly) return 'readOnly'
  if (chosen.length === 0) return 'noModels'
  if (chosen.length > MAX_MODELS) return 'tooManyModels'
  if (prompt.trim() === '') return 'noPrompt'
  if (prompt.length > MAX_PROMPT_CHARS) return 'tooLong'
  return null
}

/** `params` as they are sent: without what is empty, and without what differs for models that are not chosen. */
export function paramsFor({ per_model = {}, ...common }: RunParams, chosen: readonly ModelInfo[]): RunParams {
  const ids = new Set(chosen.map(({ id }) => id))
  const own = Object.entries(per_model).filter(([id]) => ids.has(id))
  return { ...tidy(common), per_model: Object.fromEntries(own.map(([id, value]) => [id, tidy(value)])) }
}

/** One model's own parameters with some changed. */
export function withModelParams(params: RunParams, model: string, changes: Partial<ModelParams>): RunParams {
  const own = tidy({ ...params.per_model?.[model], ...changes })
  return { ...params, per_model: { ...params.per_model, [model]: own } }
}
