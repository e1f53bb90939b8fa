import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ModelInfo, RunParams } from '@/bridge/contract'
import { formatPrice } from '@/shared/images/image-format'
import { providerLabel } from '@/shared/providers/provider-words'
import { ModelPicker, type ModelFacts } from './ModelPicker'
import { estimateQuery, useModelsQuery } from './queries'

interface ImageModelPickerProps {
  label: string
  /** A model's id, empty where none is chosen. */
  value: string
  onChange: (id: string) => void
  /** What is asked of the model: the prices beside the names are of it. */
  params: RunParams
  className?: string
}

/** One image model out of those that are known, with what a picture costs. */
export function ImageModelPicker({ params, ...rest }: ImageModelPickerProps) {
  const { t, i18n } = useTranslation()
  const query = useModelsQuery()
  const usable = query.data?.flatMap(({ id, available }) => (available ? [id] : [])) ?? []
  const { data } = useQuery(estimateQuery('', usable, params))
  const costs = new Map(data?.models.map(({ model, cost }) => [model, cost]))
  const provider = (model: ModelInfo) => providerLabel(t, { id: model.provider, label: model.provider_label })
  const tell = (model: ModelInfo): ModelFacts => ({
    facts: [model.is_ai ? provider(model) : t('compare.models.sketch'), !model.available && model.reason && t(`words.reason.${model.reason}`, { defaultValue: '' })],
    price: costs.has(model.id) && formatPrice(t, i18n.language, costs.get(model.id)),
  })
  const chosen = query.data?.find(({ id }) => id === rest.value)
  return (
    <ModelPicker
      {...rest}
      name={chosen ? `${chosen.label} · ${provider(chosen)}` : rest.value}
      query={query}
      tell={tell}
      words={{ none: t('compare.composer.why.noModels'), find: t('compare.models.filter'), nothing: (text) => t('compare.models.nothing', { text }) }}
    />
  )
}
