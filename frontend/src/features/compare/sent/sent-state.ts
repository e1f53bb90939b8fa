import type { QueryClient } from '@tanstack/react-query'
import { create } from 'zustand'
import type { RunParams } from '@/bridge/contract'
import { chosenModels } from '@/shared/models/order'
import { modelsQuery } from '@/shared/models/queries'
import { obstacle, paramsFor } from '@/shared/parameters/request'
import { currentSettings, useDraft } from '../draft'

/** What Generate would ask for, as the controls stood when it was looked at. */
export interface Asked {
  prompt: string
  selected_models: string[]
  params: RunParams
}

export const SENT_KEY = 'shift+v'

export const useSent = create<{ asked: Asked | null }>(() => ({ asked: null }))

export const closeSent = () => useSent.setState({ asked: null })

/** Shows what would be sent now; does nothing where Generate cannot be pressed. */
export function openSent(client: QueryClient): void {
  const settings = currentSettings(client)
  const prompt = useDraft.getState().prompt ?? ''
  const chosen = chosenModels(client.getQueryData(modelsQuery.queryKey) ?? [], settings?.selected_models ?? [])
  if (!settings || obstacle(prompt, chosen, false)) return
  const selected_models = chosen.map(({ id }) => id)
  useSent.setState({ asked: { prompt, selected_models, params: paramsFor(settings.params, chosen) } })
}
