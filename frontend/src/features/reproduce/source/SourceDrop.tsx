import { ImageUp } from 'lucide-react'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { DropAnywhere, type DropZone } from '@/shared/images/DropAnywhere'
import { addSources } from '@/shared/words/sources'
import { useBringIn } from './use-bring-in'

/** Pictures dropped anywhere or pasted are the ones to describe. */
export function SourceDrop() {
  const { t } = useTranslation()
  const { take } = useBringIn()
  const zones = useMemo((): [DropZone] => [{ icon: ImageUp, words: t('reproduce.source.drop'), onFiles: take }], [t, take])
  const takeOwn = useCallback((id: string, target: Element) => {
    if (target.closest('[data-sources]')) addSources([id])
  }, [])
  return <DropAnywhere zones={zones} onOwn={takeOwn} />
}
