import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import { EMPTY_DRAFT, openBatch, useBatchDraft } from '@/shared/batch/draft'
import { readable } from '@/shared/batch/placeholders'
import { askToNotify } from '@/shared/batch/attention'
import { useAct } from '@/shared/images/use-act'
import { problemWords } from './problem-words'
import type { BatchRequest } from './request'

export const TRIAL = 3

/** Makes the batch and lets all of it go, or a few tasks first; then it is shown. */
export function useStart(request: BatchRequest): { start: (trial: number) => void; busy: boolean } {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { actOnce, busy } = useAct(problemWords)
  const start = useCallback(
    (trial: number) => {
      void askToNotify()
      void actOnce(async () => {
        const { name, table } = useBatchDraft.getState()
        const usual = table?.name.replace(/\.\w+$/, '') ?? readable(request.prompt, request.params.lists ?? {})
        const batch = await call('create_batch', { name: name.trim() || usual || t('batch.unnamed'), ...request })
        // It is made: what is begun next begins empty, so that nothing is bought twice by a second press.
        useBatchDraft.setState(EMPTY_DRAFT)
        openBatch(batch.id)
        await call('start_batch', { batch_id: batch.id, trial })
        await client.invalidateQueries({ queryKey: ['batches'] })
      })
    },
    [t, client, actOnce, request],
  )
  return { start, busy }
}
