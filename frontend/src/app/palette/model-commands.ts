import { Square, SquareCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Command } from '@/shared/commands/registry'
import { useModels } from '@/shared/models/queries'
import { toggled } from '@/shared/models/order'
import { providerLabel } from '@/shared/providers/provider-words'
import { useSetting } from '@/shared/studio/queries'
import { useSaveSettings } from '@/shared/studio/save-settings'

/** Each usable model as a switch. */
export function useModelCommands(): Command[] {
  const { t } = useTranslation()
  const save = useSaveSettings()
  const selected = useSetting('selected_models')
  return useModels()
    .filter((model) => model.available)
    .map((model) => {
      const isOn = selected.includes(model.id)
      return {
        id: `model.${model.id}`,
        section: 'models',
        label: model.label,
        note: providerLabel(t, { id: model.provider, label: model.provider_label }),
        icon: isOn ? SquareCheck : Square,
        keywords: [model.id, model.provider_label],
        perform: () => save({ selected_models: toggled(selected, model.id) }),
      }
    })
}
