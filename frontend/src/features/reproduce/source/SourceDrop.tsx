import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { DropAnywhere } from '@/shared/images/DropAnywhere'
import { addSources } from '@/shared/words/sources'
import { useBringIn } from './use-bring-in'

/** Pictures dropped anywhere or pasted are the ones to describe. */
export function SourceDrop() {
  const { t } = useTranslation()
  const { take } = useBringIn()
  const takeOwn = useCallback((id: string, target: Element) => {
    if (target.closest('[data-sources]')) addSources([id])
  }, [])
  return <DropAnywhere words={t('reproduce.source.drop')} onFiles={take} onOwn={takeOwn} />
}
