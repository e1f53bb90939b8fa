import { useTranslation } from 'react-i18next'
import { X } from 'lucide-react'
import type { ModelInfo, ProviderInfo } from '@/bridge/contract'
import { formatCost, formatDay } from '@/shared/format'
import { useModels } from '@/shared/models/queries'
import { useSetModels } from '@/shared/providers/use-provider-work'
import { IconButton } from '@/shared/ui/IconButton'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { ModelPicker } from './ModelPicker'

/** The models of a provider: those the studio knows, and those the user added. */
export function ProviderModels({ provider }: { provider: ProviderInfo }) {
  const { t } = useTranslation()
  const models = useModels().filter((model) => model.provider === provider.id)
  const setModels = useSetModels(provider.id)
  const removeCustom = (name: string) => setModels.mutate(provider.custom_models.filter((other) => other !== name))
  return (
    <div className="min-w-0">
      <SectionTitle aside={models.length > 0 && models.length}>{t('keys.models.title')}</SectionTitle>
      {models.length === 0 && <p className="mt-0 mb-2 text-sm text-faint">{t('keys.models.none')}</p>}
      <ul className="m-0 list-none p-0">
        {models.map((model) => (
          <ModelRow key={model.id} model={model} onRemove={provider.custom_models.includes(model.name) ? () => removeCustom(model.name) : undefined} />
        ))}
      </ul>
      {provider.accepts_custom_models && provider.configured && <ModelPicker provider={provider} known={models} />}
    </div>
  )
}

function ModelRow({ model, onRemove }: { model: ModelInfo; onRemove?: () => void }) {
  const { t, i18n } = useTranslation()
  const { references } = model.capabilities
  const badges = [
    references && t('keys.models.edits', { count: references.max_count }),
    model.capabilities.seed && model.is_ai && t('keys.models.seed'),
    !model.is_ai && t('keys.models.notAi'),
    model.ends && t('keys.models.ends', { day: formatDay(model.ends, i18n.language) }),
  ].filter((badge) => typeof badge === 'string')
  return (
    <li className="flex min-h-9 min-w-0 items-center gap-2 border-b border-line py-1.5">
      <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{model.label}</span>
      {badges.map((badge) => (
        <span key={badge} className="shrink-0 rounded-[5px] border border-line-strong px-1.5 text-xs text-muted">
          {badge}
        </span>
      ))}
      <ModelPrice model={model} />
      {onRemove && <IconButton icon={X} size="sm" label={`${t('common.remove')}: ${model.name}`} onClick={onRemove} />}
    </li>
  )
}

/** One image, at the cheapest of the published prices. */
function ModelPrice({ model: { price, is_ai } }: { model: ModelInfo }) {
  const { t, i18n } = useTranslation()
  const amounts = [...new Set(price?.base == null ? Object.values(price?.amounts ?? {}) : [price.base])]
  const lowest = formatCost(Math.min(...amounts), i18n.language)
  const known = amounts.length > 1 ? t('keys.models.from', { price: lowest }) : lowest
  const words = !is_ai ? t('common.free') : amounts.length === 0 ? '—' : known
  return (
    <span className="shrink-0 text-sm text-muted tabular-nums" title={words === '—' ? t('keys.models.noPrice') : undefined}>
      {words}
    </span>
  )
}
