import type { TFunction } from 'i18next'
import type { ModelInfo } from '@/bridge/contract'

type Labelled = Pick<ModelInfo, 'id' | 'label'>

/** A model's own name; what is no name but says something (“the checkpoint that is loaded”) in the user's language. */
export const modelLabel = (t: TFunction, { id, label }: Labelled): string => t(`models.label.${id}`, { defaultValue: label })

const known = new WeakMap<readonly ModelInfo[], { language: string; models: ModelInfo[] }>()

/** The models by what they are called in `language`. Worked out once for each list. */
export function inWords(t: TFunction, language: string, models: readonly ModelInfo[]): ModelInfo[] {
  let worded = known.get(models)
  if (worded?.language !== language) {
    worded = { language, models: models.map((model) => ({ ...model, label: modelLabel(t, model) })) }
    known.set(models, worded)
  }
  return worded.models
}
