import { ImagePlus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { filesOf } from '@/shared/images/bring-in'
import { useBringIn } from './use-bring-in'

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

/** Files and folders dropped or pasted anywhere come into the library. */
export function LibraryDrop() {
  const { t } = useTranslation()
  const { take } = useBringIn()
  const [over, setOver] = useState(false)
  useEffect(() => {
    const onDragOver = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      setOver(true)
      event.preventDefault()
    }
    const onDragLeave = (event: DragEvent) => {
      if (!event.relatedTarget) setOver(false)
    }
    const onDrop = (event: DragEvent) => {
      setOver(false)
      if (!event.dataTransfer || !carriesFiles(event)) return
      event.preventDefault()
      void filesOf(event.dataTransfer).then(take)
    }
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])].filter(({ type }) => type.startsWith('image/'))
      if (files.length === 0) return
      event.preventDefault()
      take(files)
    }
    window.addEventListener('dragover', onDragOver)
    window.addEventListener('dragleave', onDragLeave)
    window.addEventListener('drop', onDrop)
    window.addEventListener('paste', onPaste)
    return () => {
      window.removeEventListener('dragover', onDragOver)
      window.removeEventListener('dragleave', onDragLeave)
      window.removeEventListener('drop', onDrop)
      window.removeEventListener('paste', onPaste)
    }
  }, [take])
  if (!over) return null
  return (
    <div className="pointer-events-none fixed inset-0 z-40 grid animate-appear place-items-center bg-scrim p-6">
      <span className="flex items-center gap-2.5 rounded-card bg-overlay px-4 py-2.5 text-lg font-semibold shadow-overlay">
        <ImagePlus size={18} strokeWidth={1.7} aria-hidden />
        {t('library.drop')}
      </span>
    </div>
  )
}
