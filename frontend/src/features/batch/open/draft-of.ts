import { call } from '@/bridge/call'
import type { Batch } from '@/bridge/contract'
import { EMPTY_DRAFT, openBatch, useBatchDraft } from '@/shared/batch/draft'

const PAGE = 1000

/** The same again, to be changed before it is started: prompt, pictures, models, parameters. The lines of its table are not kept. */
export async function draftOf(batch: Batch): Promise<void> {
  const bases = new Set<string>()
  for (let offset = 0; offset < batch.total; offset += PAGE) {
    const { tasks } = await call('get_batch', { batch_id: batch.id, offset, limit: PAGE })
    for (const { base_image_id } of tasks) if (base_image_id) bases.add(base_image_id)
  }
  const { repeat = 1, priority = 0, lists = {}, at_once = {}, per_minute = {}, follow_ups = [], ...rest } = batch.params
  const params = { ...rest, rows: undefined }
  useBatchDraft.setState({
    ...EMPTY_DRAFT,
    name: batch.name,
    prompt: batch.prompt,
    bases: [...bases],
    lists,
    models: batch.models,
    params,
    repeat,
    priority,
    atOnce: at_once,
    perMinute: per_minute,
    followUps: follow_ups,
  })
  openBatch(null)
}
