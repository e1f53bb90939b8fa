import { useQueryClient } from '@tanstack/react-query'
import { ImagePlus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { bringFiles } from './composer/references'
import { useAsk } from './use-ask'

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

/** Pictures dropped or pasted anywhere in the window become references. */
export function DropTarget() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const ask = useAsk()
  const [over, setOver] = useState(false)
  useEffect(() => {
    const onDragOver = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      setOver(true)
    }
    const onDragLeave = (event: DragEvent) => {
      if (!event.relatedTarget) setOver(false)
    }
    const onDrop = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      setOver(false)
      void ask(() => bringFiles(client, t, [...(event.dataTransfer?.files ?? [])]))
    }
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])].filter(({ type }) => type.startsWith('image/'))
      if (files.length === 0) return
      event.preventDefault()
      void ask(() => bringFiles(client, t, files))
    }
    window.addEventListener('paste', onPaste)
    window.addEventListener('dragover', onDragOver)
    window.addEventListener('dragleave', onDragLeave)
    window.addEventListener('drop', onDrop)
    return () => {
      window.removeEventListener('paste', onPaste)
      window.removeEventListener('dragover', onDragOver)
      window.removeEventListener('dragleave', onDragLeave)
      window.removeEventListener('drop', onDrop)
    }
  }, [client, t, ask])
  if (!over) return null
  return (
    <div className="pointer-events-none fixed inset-0 z-40 grid animate-appear place-items-center bg-scrim p-6">
      <div className="grid size-full place-items-center rounded-[14px] border-2 border-dashed border-accent-line">
        <span className="flex items-center gap-2.5 rounded-card bg-overlay px-4 py-2.5 text-lg font-semibold shadow-overlay">
          <ImagePlus size={18} strokeWidth={1.7} aria-hidden />
          {t('compare.references.drop')}
        </span>
      </div>
    </div>
  )
}
