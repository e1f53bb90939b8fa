import { useTranslation } from 'react-i18next'
import { KeyPasteInline } from '@/shared/providers/KeyPasteInline'
import { providerLabel } from '@/shared/providers/provider-words'
import { useChatModel } from './queries'

/** Where the chosen model's provider has no key, or refuses the one it has: a way to paste one, here. */
export function MissingKey({ model: id }: { model: string }) {
  const { t } = useTranslation()
  const model = useChatModel(id)
  if (!model || model.available) return null
  const provider = providerLabel(t, { id: model.provider, label: model.provider_label })
  return (
    <div className="flex flex-col gap-1.5 rounded-control border border-accent-soft-line bg-accent-soft p-2.5">
      <p className="m-0 text-sm text-accent-text">{t('words.wantsKey', { model: model.label, provider })}</p>
      <KeyPasteInline provider={model.provider} />
    </div>
  )
}
