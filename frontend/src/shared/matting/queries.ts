import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { call, uploadModel } from '@/bridge/call'
import type { Event, MattingModel } from '@/bridge/contract'

/** The models that cut subjects out: those of the manifest, and the user's own. They change by events. */
export const mattingQuery = queryOptions({
  queryKey: ['matting_models'],
  queryFn: () => call('list_matting_models', {}),
  staleTime: Infinity,
})

/** The built-in method: no model, for plain backgrounds. */
export const BUILTIN = 'builtin'
/** The one of the settings, or what is there. */
export const AUTO = 'auto'

/** How a download goes, laid over the list. */
export function hearDownload(client: QueryClient, { type, data }: Pick<Event, 'type' | 'data'>): void {
  if (type !== 'download.progress') return
  const model = data.model as MattingModel
  client.setQueryData(mattingQuery.queryKey, (models) => models && withModel(models, model))
}

/** A model of the user's own may be new. */
export const withModel = (models: readonly MattingModel[], model: MattingModel): MattingModel[] =>
  models.some(({ name }) => name === model.name)
    ? models.map((known) => (known.name === model.name ? model : known))
    : [...models, model]

/** The system's dialog in the window, else a file that the browser picked. */
export async function bringModel(client: QueryClient, file: File | null): Promise<MattingModel | null> {
  const model = file ? await uploadModel(file) : await call('pick_matting_model', {})
  if (model) client.setQueryData(mattingQuery.queryKey, (models) => models && withModel(models, model))
  return model
}

export async function removeModel(client: QueryClient, name: string): Promise<void> {
  await call('remove_matting_model', { name })
  await client.invalidateQueries({ queryKey: mattingQuery.queryKey })
}
