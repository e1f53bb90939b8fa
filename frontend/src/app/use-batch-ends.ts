import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { titled } from '@/i18n/in-sentences'
import { notify, showProgress } from '@/shared/batch/attention'
import { openBatch, useOpenBatch } from '@/shared/batch/draft'
import { endedSince, partOf, statesOf, wordsOf } from '@/shared/batch/ends'
import { unfinishedQuery } from '@/shared/batch/queries'
import { navigate, useNavigation } from '@/shared/studio/navigation'
import { toast } from '@/shared/ui/toasts'

/** Tells when a batch has come to its end or cannot go on, and shows outside the page how far they are. */
export function useBatchEnds(): void {
  const { t } = useTranslation()
  const { data } = useQuery(unfinishedQuery)
  const before = useRef(statesOf([]))
  useEffect(() => {
    if (!data) return
    for (const batch of endedSince(before.current, data.batches)) {
      const { title, text } = wordsOf(t, batch)
      const onSelect = () => {
        openBatch(batch.id)
        navigate('batch')
      }
      const isInSight = useNavigation.getState().place === 'batch' && useOpenBatch.getState().id === batch.id
      if (!isInSight) toast(titled(t, { title, text }), { actions: [{ label: t('batch.ended.show'), onSelect }], seconds: 10 })
      notify(title, text)
    }
    before.current = statesOf(data.batches)
    showProgress(partOf(data.batches))
  }, [t, data])
}
