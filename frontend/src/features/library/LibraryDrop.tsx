import { ImagePlus } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { DropAnywhere, type DropZone } from '@/shared/images/DropAnywhere'
import { useBringIn } from './use-bring-in'

/** Files and folders dropped or pasted anywhere come into the library. */
export function LibraryDrop() {
  const { t } = useTranslation()
  const { take } = useBringIn()
  const zones = useMemo((): [DropZone] => [{ icon: ImagePlus, words: t('library.drop'), onFiles: take }], [t, take])
  return <DropAnywhere zones={zones} />
}
