import { Image as Picture, ImagePlus } from 'lucide-react'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { bringIn, openBroughtIn } from '@/shared/images/bring-in'
import { DropAnywhere, type DropZone } from '@/shared/images/DropAnywhere'
import { useAsk } from './use-ask'
import { useImageContext } from './use-image-context'

/** Pictures dropped anywhere: on the left half as references, on the right to look at and work on. Pasted, they are references. */
export function DropTarget() {
  const { t } = useTranslation()
  const context = useImageContext()
  const ask = useAsk()
  const zones = useMemo((): [DropZone, DropZone] => {
    const putting = (put: (ids: string[]) => void) => (files: Promise<readonly File[]>) => void ask(async () => put(await bringIn(await files, context)))
    return [
      { icon: ImagePlus, words: t('compare.references.drop'), onFiles: putting((ids) => context.addReferences?.(ids)) },
      { icon: Picture, words: t('compare.bringIn.drop'), onFiles: putting(openBroughtIn) },
    ]
  }, [t, context, ask])
  const takeOwn = useCallback(
    (id: string, target: Element) => {
      // Let go over the prompt; anywhere else nothing happens.
      if (target.closest('[data-composer]')) context.addReferences?.([id])
    },
    [context],
  )
  return <DropAnywhere zones={zones} onOwn={takeOwn} />
}
