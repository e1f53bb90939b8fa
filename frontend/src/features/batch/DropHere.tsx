import { ImageUp } from 'lucide-react'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { addBases, openBatch } from '@/shared/batch/draft'
import { DropAnywhere, type DropZone } from '@/shared/images/DropAnywhere'
import { useBringIn } from './use-bring-in'

/** Pictures, folders and tables dropped anywhere, or pasted, belong to the batch that is being made. */
export function DropHere() {
  const { t } = useTranslation()
  const { take } = useBringIn()
  const zones = useMemo((): [DropZone] => {
    const onFiles: DropZone['onFiles'] = (files) => {
      openBatch(null)
      take(files)
    }
    return [{ icon: ImageUp, words: t('batch.drop'), onFiles }]
  }, [t, take])
  const takeOwn = useCallback((id: string, target: Element) => {
    if (target.closest('[data-making]')) addBases([id])
  }, [])
  return <DropAnywhere zones={zones} onOwn={takeOwn} />
}
