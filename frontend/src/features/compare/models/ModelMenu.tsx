import { useQueryClient } from '@tanstack/react-query'
import { CircleCheck, EyeOff, KeyRound, SlidersHorizontal } from 'lucide-react'
import type { MouseEvent, ReactNode } from 'react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { setHidden } from '@/shared/models/overrides'
import { useModels } from '@/shared/models/queries'
import { providerLabel } from '@/shared/providers/provider-words'
import { navigate } from '@/shared/studio/navigation'
import { saveSettings } from '@/shared/studio/save-settings'
import { ContextMenu } from '@/shared/ui/ContextMenu'
import type { MenuGroups } from '@/shared/ui/menu'

/** What can be done with a model of the list: a right click, or the menu key, on a row that bears `data-model`. */
export function ModelMenu({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const models = useModels()
  const row = useRef<string | null>(null)
  const note = (event: MouseEvent) => {
    row.current = (event.target as Element).closest<HTMLElement>('[data-model]')?.dataset.model ?? null
    if (!row.current) event.preventDefault()
  }
  const groups = (): MenuGroups => {
    const model = models.find(({ id }) => id === row.current)
    if (!model) return []
    const { id, provider } = model
    const label = providerLabel(t, { id: provider, label: model.provider_label })
    const only = { id: 'only', icon: CircleCheck, label: t('models.menu.only'), onSelect: () => saveSettings(client, { selected_models: [id] }) }
    const hide = { id: 'hide', icon: EyeOff, label: t('models.menu.hide'), onSelect: () => void setHidden(client, t, model, true) }
    const edit = { id: 'edit', icon: SlidersHorizontal, label: t('models.menu.edit'), onSelect: () => navigate('settings', { section: 'models', model: id }) }
    const keys = { id: 'keys', icon: KeyRound, label: t('models.menu.keys', { provider: label }), onSelect: () => navigate('keys', { provider }) }
    return [[only], model.is_ai ? [edit, keys] : [], [hide]]
  }
  return (
    <ContextMenu groups={groups}>
      <div onContextMenuCapture={note}>{children}</div>
    </ContextMenu>
  )
}
