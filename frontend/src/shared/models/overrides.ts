import type { QueryClient } from '@tanstack/react-query'
import { queryOptions, useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { CatalogueStatus, ModelInfo, ModelOverride } from '@/bridge/contract'
import { asErrorInfo, errorWords } from '@/shared/errors/error-text'
import { toast } from '@/shared/ui/toasts'
import { modelLabel } from './model-words'

/** Every model that is known, hidden and ended ones too, and where what is said of them comes from. */
export const catalogueQuery = queryOptions({ queryKey: ['models', 'catalogue'], queryFn: () => call('get_catalogue', {}) })

/** The same, with the models called as the page's language has it. */
export function useCatalogue(enabled = true) {
  const { t } = useTranslation()
  const select = useCallback(
    (status: CatalogueStatus) => ({ ...status, models: status.models.map((entry) => ({ ...entry, model: { ...entry.model, label: modelLabel(t, entry.model) } })) }),
    [t],
  )
  return useQuery({ ...catalogueQuery, enabled, select })
}

/** Changes a part of what the user set for a model; the rest of it stays. */
export async function changeOverride(client: QueryClient, model: string, change: Partial<ModelOverride>): Promise<void> {
  const own = (await call('list_model_overrides', {}))[model]
  await call('set_model_override', { model, override: { ...own, ...change } })
  await Promise.all([client.invalidateQueries({ queryKey: ['models'] }), client.invalidateQueries({ queryKey: ['estimate'] })])
}

/** Hides a model from the lists to choose from, or shows it again; a message offers to undo it. */
export async function setHidden(client: QueryClient, t: TFunction, { id, label }: Pick<ModelInfo, 'id' | 'label'>, hidden: boolean): Promise<void> {
  try {
    await changeOverride(client, id, { hidden })
  } catch (error) {
    toast(errorWords(t, asErrorInfo(error)).title, { kind: 'error' })
    return
  }
  const undo = { label: t('common.undo'), onSelect: () => void setHidden(client, t, { id, label }, !hidden) }
  toast(t(hidden ? 'models.nowHidden' : 'models.nowShown', { model: label }), { actions: [undo] })
}
