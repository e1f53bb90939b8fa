import type { QueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { call } from '@/bridge/call'
import type { Batch } from '@/bridge/contract'
import { EMPTY_DRAFT, openBatch, useBatchDraft } from '@/shared/batch/draft'
import { keptDraftQuery } from '@/shared/batch/draft-keeper'
import { toast } from '@/shared/ui/toasts'

/** The same again with all it was made of, to be changed before it is started. What was being made can be had back. */
export async function draftOf(t: TFunction, client: QueryClient, batch: Batch): Promise<void> {
  await client.query(keptDraftQuery)
  const another = await call('get_batch_draft', { like: batch.id })
  const before = useBatchDraft.getState()
  useBatchDraft.setState({ ...EMPTY_DRAFT, ...another })
  openBatch(null)
  if (before.prompt === '' && before.base_image_ids.length === 0 && before.table === null) return
  toast(t('batch.draftReplaced'), { actions: [{ label: t('common.undo'), onSelect: () => useBatchDraft.setState(before) }] })
}
