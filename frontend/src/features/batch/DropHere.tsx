import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { addBases, openBatch } from '@/shared/batch/draft'
import { DropAnywhere } from '@/shared/images/DropAnywhere'
import { useBringIn } from './use-bring-in'

/** Pictures, folders and tables dropped anywhere, or pasted, belong to the batch that is being made. */
export function DropHere() {
  const { t } = useTranslation()
  const { take } = useBringIn()
  const takeFiles = useCallback(
    (files: Promise<readonly File[]>) => {
      openBatch(null)
      take(files)
    },
    [take],
  )
  const takeOwn = useCallback((id: string, target: Element) => {
    if (target.closest('[data-making]')) addBases([id])
  }, [])
  return <DropAnywhere words={t('batch.drop')} onFiles={takeFiles} onOwn={takeOwn} />
}
