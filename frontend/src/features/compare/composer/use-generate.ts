import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { call } from '@/bridge/call'
import { chosenModels } from '@/shared/models/order'
import { modelsQuery } from '@/shared/models/queries'
import { isReadOnly } from '@/shared/studio/queries'
import { flushSettings } from '@/shared/studio/save-settings'
import { setMode, showRun } from '../canvas/canvas-state'
import { currentSettings, settle, useDraft } from '../draft'
import { obstacle, paramsFor } from '@/shared/parameters/request'
import { onOnePress } from '@/shared/ui/one-press'
import { useAsk } from '../use-ask'

/** Starts a run of what the controls say now, and shows it. Others go on; nothing is locked. */
export function useGenerate(): () => void {
  const client = useQueryClient()
  const ask = useAsk()
  return useCallback(() => {
    const settings = currentSettings(client)
    const prompt = useDraft.getState().prompt ?? ''
    const chosen = chosenModels(client.getQueryData(modelsQuery.queryKey) ?? [], settings?.selected_models ?? [])
    if (!settings || obstacle(prompt, chosen, isReadOnly(client))) return
    settle(client)
    const request = { prompt, selected_models: chosen.map(({ id }) => id), params: paramsFor(settings.params, chosen) }
    onOnePress(request, async () => {
      const started = await ask(() => call('generate_all', request))
      if (!started) return
      setMode('grid')
      showRun(started.run_id)
    })
    void flushSettings(client)
  }, [client, ask])
}
