import type { QueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { call } from '@/bridge/call'
import type { Batch } from '@/bridge/contract'
import { EMPTY_DRAFT, openBatch, useBatchDraft, type BatchDraft } from '@/shared/batch/draft'
import { keptDraftQuery } from '@/shared/batch/draft-keeper'
import { toast } from '@/shared/ui/toasts'

/** Nothing in it that would have to be typed or brought in again. */
const isBlank = ({ name, prompt, base_image_ids, table, lists, follow_ups }: BatchDraft): boolean =>
  name === '' && prompt === '' && base_image_ids.length === 0 && table === null && Object.keys(lists).length === 0 && follow_ups.length === 0

/** The same again with all it was made of, to be changed before it is started. What was being made can be had back. */
export async function draftOf(t: TFunction, client: QueryClient, batch: Batch): Promise<void> {
  await client.query(keptDraftQuery)
  const another = await call('get_batch_draft', { like: batch.id })
  const before = useBatchDraft.getState()
  useBatchDraft.setState({ ...EMPTY_DRAFT, ...another })
  openBatch(null)
  if (isBlank(before)) return
  toast(t('batch.draftReplaced'), { actions: [{ label: t('common.undo'), onSelect: () => useBatchDraft.setState(before) }] })
}
