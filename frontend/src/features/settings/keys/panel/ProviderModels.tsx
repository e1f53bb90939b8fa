import { SlidersHorizontal, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelInfo, ProviderInfo } from '@/bridge/contract'
import { useModels } from '@/shared/models/queries'
import { useSetModels } from '@/shared/providers/use-provider-work'
import { TextField } from '@/shared/ui/Field'
import { IconButton } from '@/shared/ui/IconButton'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { useChatModelsOf } from '@/shared/words/queries'
import { ModelBadges, ModelPrice } from '../../models/ModelBadges'
import { ModelDialog } from '../../models/ModelDialog'
import { ModelPicker } from './ModelPicker'

/** From so many on, models are found by typing. */
const MANY = 12

/** The models of a provider: those the studio knows, and those the user added. */
export function ProviderModels({ provider }: { provider: ProviderInfo }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const models = useModels().filter((model) => model.provider === provider.id)
  const found = models.filter(({ label, name }) => `${label} ${name}`.toLowerCase().includes(text.trim().toLowerCase()))
  const setModels = useSetModels(provider.id)
  const removeCustom = (name: string) => setModels.mutate(provider.custom_models.filter((other) => other !== name))
  return (
    <div className="min-w-0">
      <SectionTitle aside={models.length > 0 && models.length}>{t('keys.models.title')}</SectionTitle>
      {models.length === 0 && <NoImageModels provider={provider.id} />}
      {models.length >= MANY && (
        <TextField
          type="search"
          className="mb-1"
          aria-label={t('keys.models.search', { count: models.length })}
          placeholder={t('keys.models.search', { count: models.length })}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      {models.length > 0 && found.length === 0 && <p className="m-0 py-2 text-sm text-faint">{t('keys.models.nothing', { text })}</p>}
      <ul className="m-0 list-none p-0">
        {found.map((model) => (
          <ModelRow key={model.id} model={model} onRemove={provider.custom_models.includes(model.name) ? () => removeCustom(model.name) : undefined} />
        ))}
      </ul>
      {provider.accepts_custom_models && provider.configured && provider.state !== 'locked' && <ModelPicker provider={provider} known={models} />}
    </div>
  )
}

/** Its chat models, where it has these alone. */
function NoImageModels({ provider }: { provider: string }) {
  const { t } = useTranslation()
  const chats = useChatModelsOf(provider)
  const words = chats.length > 0 ? t('keys.chatModels', { count: chats.length }) : t('keys.models.none')
  return (
    <>
      <p className="mt-0 mb-2 text-sm text-faint">{words}</p>
      <ul className="m-0 mb-2 list-none p-0">
        {chats.map(({ id, label }) => (
          <li key={id} className="border-b border-line py-1.5">
            {label}
          </li>
        ))}
      </ul>
    </>
  )
}

function ModelRow({ model, onRemove }: { model: ModelInfo; onRemove?: () => void }) {
  const { t } = useTranslation()
  const [editing, setEditing] = useState(false)
  return (
    <li className="flex min-w-0 items-start gap-2 border-b border-line py-1.5">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <div className="flex min-w-0 items-baseline gap-2">
          <span className="min-w-0 flex-1 [overflow-wrap:anywhere]" title={model.name}>
            {model.label}
          </span>
          <ModelPrice model={model} />
        </div>
        <ModelBadges model={model} />
      </div>
      {model.is_ai && (
        <IconButton icon={SlidersHorizontal} size="sm" className="-my-0.5 -mr-1.5" label={t('models.edit', { model: model.label })} onClick={() => setEditing(true)} />
      )}
      {editing && <ModelDialog id={model.id} onClose={() => setEditing(false)} />}
      {onRemove && <IconButton icon={X} size="sm" className="-my-0.5" label={`${t('common.remove')}: ${model.name}`} onClick={onRemove} />}
    </li>
  )
}
