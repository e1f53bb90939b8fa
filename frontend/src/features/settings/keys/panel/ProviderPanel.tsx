import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProviderInfo } from '@/bridge/contract'
import { KeyPageLink } from '@/shared/providers/KeyPageLink'
import { KeyPasteInline } from '@/shared/providers/KeyPasteInline'
import { keyProblem, providerLabel } from '@/shared/providers/provider-words'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { AddKeyForm } from './AddKeyForm'
import { BaseUrl } from './BaseUrl'
import { ExtraHeaders } from './ExtraHeaders'
import { KeyList } from './KeyList'
import { Notes } from './Notes'
import { PanelButtons } from './PanelButtons'
import { ProviderModels } from './ProviderModels'

type Editing = 'first' | 'another' | 'url' | null

/** The selected provider: its keys, its address, its models, and what the user wants to remember of it. */
export function ProviderPanel({ provider }: { provider: ProviderInfo }) {
  const { t } = useTranslation()
  const [editing, setEditing] = useState<Editing>(null)
  const label = providerLabel(t, provider)
  const isBuiltIn = provider.state === 'ready'
  const isSetUp = provider.configured && !isBuiltIn
  const close = () => setEditing(null)
  return (
    <aside aria-label={label} className="flex w-[320px] shrink-0 flex-col gap-4 overflow-y-auto border-l border-line bg-panel p-4 xl:w-[380px]">
      <div className="flex flex-col gap-2.5">
        <div className="-mb-2">
          <SectionTitle>{label}</SectionTitle>
        </div>
        {provider.id === 'custom_openai' && <p className="m-0 text-sm text-faint">{t('keys.compatible.text')}</p>}
        {isBuiltIn && <p className="m-0 text-muted">{t('keys.builtInText')}</p>}
        {isSetUp && <KeyList provider={provider} />}
        {isSetUp && provider.error && <KeyFailure provider={provider} />}
        {!isBuiltIn && (editing === 'first' || editing === 'url' || !provider.configured) && (
          <KeyPasteInline provider={provider.id} withUrl={editing === 'url'} autoFocus={!!editing} onSaved={close} onCancel={editing ? close : undefined} />
        )}
        {editing === 'url' && <p className="m-0 text-sm text-faint">{t('keys.detail.urlHint')}</p>}
        {editing === 'another' && <AddKeyForm provider={provider} onClose={close} />}
        {isSetUp && !editing && <PanelButtons provider={provider} onReplace={() => setEditing('first')} onAdd={() => setEditing('another')} />}
        {isSetUp && !provider.checkable && <p className="m-0 text-sm text-faint">{t('keys.uncheckableText')}</p>}
        {isSetUp && <KeyPageLink provider={provider} />}
      </div>
      {!isBuiltIn && <BaseUrl provider={provider} onChange={provider.configured && editing !== 'url' ? () => setEditing('url') : undefined} />}
      <ProviderModels provider={provider} />
      {!isBuiltIn && <Notes provider={provider} />}
      {isSetUp && <ExtraHeaders provider={provider} />}
    </aside>
  )
}

/** In the provider's own words too, as text. */
function KeyFailure({ provider }: { provider: ProviderInfo }) {
  const { t } = useTranslation()
  if (!provider.error) return null
  const said = provider.error.details.provider_message
  return (
    <div role="alert" className="rounded-control border border-bad-soft-line bg-bad-soft px-2.5 py-2 text-sm" data-selectable>
      <p className="m-0 text-bad">{keyProblem(t, provider, provider.error)}</p>
      {typeof said === 'string' && said && <p className="mt-1 mb-0 break-words text-muted">{said}</p>}
    </div>
  )
}
