import { ImageUp } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { filesOf } from '@/shared/images/bring-in'
import { DRAGGED_IDS } from '@/shared/images/drag-out'
import { addSources } from '@/shared/words/sources'
import { useBringIn } from './use-bring-in'

const carries = (event: DragEvent, type: string) => event.dataTransfer?.types.includes(type) ?? false

/** Pictures dropped anywhere or pasted are the ones to describe. */
export function SourceDrop() {
  const { t } = useTranslation()
  const { take } = useBringIn()
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const onDragOver = (event: DragEvent) => {
      if (!carries(event, 'Files') && !carries(event, DRAGGED_IDS)) return
      event.preventDefault()
      setOver(carries(event, 'Files'))
    }
    const onDragLeave = (event: DragEvent) => {
      if (!event.relatedTarget) setOver(false)
    }
    const onDrop = (event: DragEvent) => {
      const { dataTransfer } = event
      setOver(false)
      const own = dataTransfer?.getData(DRAGGED_IDS)
      if (!dataTransfer || (!own && !carries(event, 'Files'))) return
      event.preventDefault()
      if (!own) take(filesOf(dataTransfer))
      else if ((event.target as Element).closest('[data-sources]')) addSources([own])
    }
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])].filter(({ type }) => type.startsWith('image/'))
      if (files.length === 0) return
      event.preventDefault()
      take(Promise.resolve(files))
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
  }, [take])
  if (!isOver) return null
  return (
    <div className="pointer-events-none fixed inset-0 z-40 animate-appear bg-scrim p-6">
      <div className="grid h-full place-items-center rounded-[14px] border-2 border-dashed border-accent-line bg-[color-mix(in_srgb,var(--accent)_12%,transparent)]">
        <span className="flex items-center gap-2.5 rounded-card bg-overlay px-4 py-2.5 text-lg font-semibold shadow-overlay">
          <ImageUp size={18} strokeWidth={1.7} aria-hidden />
          {t('reproduce.source.drop')}
        </span>
      </div>
    </div>
  )
}
