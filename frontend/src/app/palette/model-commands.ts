import { useQueryClient } from '@tanstack/react-query'
import { Eye, EyeOff, KeyRound, SlidersHorizontal, Square, SquareCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Command } from '@/shared/commands/registry'
import { setHidden, useCatalogue } from '@/shared/models/overrides'
import { useModels } from '@/shared/models/queries'
import { toggled } from '@/shared/models/order'
import { providerLabel } from '@/shared/providers/provider-words'
import { navigate } from '@/shared/studio/navigation'
import { useSetting } from '@/shared/studio/queries'
import { useSaveSettings } from '@/shared/studio/save-settings'

/** Each usable model as a switch; once something is typed, also what can be done with each of all models. */
export function useModelCommands(text: string): Command[] {
  const wanted = text.trim() !== ''
  return [...useSwitches(), ...useKeyless(wanted), ...useModelCare(wanted)]
}

function useSwitches(): Command[] {
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

/** Models that only want a key lead to where it is pasted. */
function useKeyless(wanted: boolean): Command[] {
  const { t } = useTranslation()
  const models = useModels()
  if (!wanted) return []
  return models
    .filter(({ reason }) => reason === 'no_key' || reason === 'key_refused')
    .map(({ id, label, provider, provider_label, reason }) => ({
      id: `model-key.${id}`,
      section: 'models',
      label,
      note: `${provider_label} · ${t(reason === 'no_key' ? 'keys.state.no_key' : 'keys.state.refused')}`,
      icon: KeyRound,
      keywords: [id],
      perform: () => navigate('keys', { provider }),
    }))
}

function useModelCare(wanted: boolean): Command[] {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { data } = useCatalogue(wanted)
  if (!wanted || !data) return []
  const known = data.models.filter(({ model }) => model.reason !== 'ended')
  return known.flatMap(({ model, hidden }): Command[] => {
    const about = { section: 'settings' as const, note: providerLabel(t, { id: model.provider, label: model.provider_label }), keywords: [model.id] }
    const hide: Command = {
      ...about,
      id: `model-hide.${model.id}`,
      label: t(hidden ? 'models.show' : 'models.hide', { model: model.label }),
      icon: hidden ? Eye : EyeOff,
      perform: () => void setHidden(client, t, model, !hidden),
    }
    const edit: Command = {
      ...about,
      id: `model-edit.${model.id}`,
      label: t('models.edit', { model: model.label }),
      icon: SlidersHorizontal,
      perform: () => navigate('settings', { section: 'models', model: model.id }),
    }
    return model.is_ai && model.kind === 'image' ? [hide, edit] : [hide]
  })
}
