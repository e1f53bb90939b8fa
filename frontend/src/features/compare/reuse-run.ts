import type { QueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import type { Run } from '@/bridge/contract'
import { toast } from '@/shared/ui/toasts'
import { showRun, useCanvas } from './canvas/canvas-state'
import { takeAxes } from './matrix/matrix-state'
import { currentSettings, takeUp, useDraft } from './draft'

/** Brings a run back whole: pictures, prompt, models and parameters. A draft that would be lost can be had back. */
export function reuseRun(client: QueryClient, run: Run, t: TFunction): void {
  const before = currentSettings(client)
  const draft = useDraft.getState().prompt ?? ''
  const shown = useCanvas.getState().runId
  showRun(run.id)
  takeAxes(run)
  takeUp(client, run.prompt, { selected_models: [...new Set(run.generations.map(({ model }) => model))], params: run.params })
  if (!before || draft.trim() === '' || draft === run.prompt) return
  const takeBack = () => {
    takeUp(client, draft, { selected_models: before.selected_models, params: before.params })
    if (shown) showRun(shown)
  }
  toast(t('compare.history.taken'), { actions: [{ label: t('common.undo'), onSelect: takeBack }] })
}
