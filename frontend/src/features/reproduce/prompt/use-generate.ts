import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { call } from '@/bridge/call'
import type { RunParams } from '@/bridge/contract'
import { useAct } from '@/shared/images/use-act'
import { chosenModels } from '@/shared/models/order'
import { modelsQuery } from '@/shared/models/queries'
import { obstacle, paramsFor } from '@/shared/parameters/request'
import { isReadOnly, settingsQuery } from '@/shared/studio/queries'
import { flushSettings } from '@/shared/studio/save-settings'
import { onOnePress } from '@/shared/ui/one-press'
import { reproductionQuery } from '@/shared/words/queries'
import { currentSource } from '../state'
import { imagePrompt, keep, useWritten } from './written'

/** The parameters of Compare, without the pictures that are worked from there. */
export const withoutReferences = (params: RunParams): RunParams => ({ ...params, reference_ids: null, mask_id: null })

/** Starts a run of the image prompt; its pictures come beside the source. */
export function useGenerate(): () => void {
  const client = useQueryClient()
  const { act } = useAct()
  return useCallback(() => {
    const id = currentSource()?.reproduction
    const row = id && client.getQueryData(reproductionQuery(id).queryKey)
    const settings = client.getQueryData(settingsQuery.queryKey)
    if (!row || !settings) return
    const prompt = imagePrompt(row, useWritten.getState()[row.id]).text
    const chosen = chosenModels(client.getQueryData(modelsQuery.queryKey) ?? [], settings.selected_models)
    if (obstacle(prompt, chosen, isReadOnly(client))) return
    keep(client, row.id)
    const params = paramsFor(withoutReferences(settings.params), chosen)
    const request = { id: row.id, prompt, selected_models: chosen.map((model) => model.id), params }
    onOnePress(request, () => act(() => call('generate_reproduction', request)))
    void flushSettings(client)
  }, [client, act])
}
