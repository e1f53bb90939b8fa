import { useTranslation } from 'react-i18next'
import { KeyPasteInline } from '@/shared/providers/KeyPasteInline'
import { providerLabel } from '@/shared/providers/provider-words'
import { Button } from '@/shared/ui/Button'
import { useChatModel, useChatModels } from './queries'

interface MissingKeyProps {
  model: string
  /** It is to look at images. */
  sees?: boolean
  /** Takes a model whose key is there in its place. */
  onUse: (id: string) => void
}

/** Where the chosen model's provider has no key, or refuses the one it has: a way to paste one, here, or to do without. */
export function MissingKey({ model: id, sees = false, onUse }: MissingKeyProps) {
  const { t } = useTranslation()
  const model = useChatModel(id)
  const ready = useChatModels().data?.find(({ available, is_ai, chat }) => available && is_ai && (!sees || chat?.sees))
  if (!model || model.available) return null
  const provider = providerLabel(t, { id: model.provider, label: model.provider_label })
  return (
    <div className="flex flex-col gap-1.5 rounded-control border border-accent-soft-line bg-accent-soft p-2.5">
      {/* It has its key where that is locked: what can be done about it is said below. */}
      {model.reason !== 'vault_locked' && <p className="m-0 text-sm text-accent-text">{t('words.wantsKey', { model: model.label, provider })}</p>}
      <KeyPasteInline provider={model.provider} />
      {ready && (
        <Button size="sm" className="h-auto! min-h-[26px] max-w-full self-start py-1 text-left whitespace-normal!" onClick={() => onUse(ready.id)}>
          {t('words.useInstead', { model: ready.label, provider: providerLabel(t, { id: ready.provider, label: ready.provider_label }) })}
        </Button>
      )}
    </div>
  )
}
