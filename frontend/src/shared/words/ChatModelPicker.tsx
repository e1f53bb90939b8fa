import { useTranslation } from 'react-i18next'
import type { ModelInfo } from '@/bridge/contract'
import { formatCost } from '@/shared/format'
import { ModelPicker, type ModelFacts } from '@/shared/models/ModelPicker'
import { providerLabel } from '@/shared/providers/provider-words'
import { useChatModels } from './queries'

interface ChatModelPickerProps {
  /** What it is chosen for. */
  label: string
  /** A model's id, empty where none is chosen. */
  value: string
  onChange: (id: string) => void
  /** It is to look at pictures: those that cannot are not to be chosen. */
  sees?: boolean
  className?: string
}

/** A chat model out of those that are known, usable ones first. */
export function ChatModelPicker({ sees, ...rest }: ChatModelPickerProps) {
  const { t, i18n } = useTranslation()
  const query = useChatModels()
  const provider = (model: ModelInfo) => providerLabel(t, { id: model.provider, label: model.provider_label })
  const tell = (model: ModelInfo): ModelFacts => {
    const { input_per_million: paid, output_per_million: earned, sees: canSee } = model.chat ?? {}
    const isBlind = sees && canSee === false
    return {
      facts: [
        provider(model),
        isBlind ? t('words.cannotSee') : sees && canSee !== true && t('words.maySee'),
        !model.available && model.reason && t(`words.reason.${model.reason}`, { defaultValue: '' }),
      ],
      price: typeof paid === 'number' && typeof earned === 'number' && `${formatCost(paid, i18n.language)} / ${formatCost(earned, i18n.language)}`,
      priceOf: t('words.perMillion'),
      disabled: isBlind,
    }
  }
  const chosen = query.data?.find(({ id }) => id === rest.value)
  return (
    <ModelPicker
      {...rest}
      name={chosen ? `${chosen.label} · ${provider(chosen)}` : rest.value}
      query={query}
      tell={tell}
      words={{ none: t('words.none'), find: t('words.find'), nothing: (text) => t('words.nothing', { text }) }}
    />
  )
}
