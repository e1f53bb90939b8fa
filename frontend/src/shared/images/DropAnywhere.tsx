import { ImageUp } from 'lucide-react'
import { useEffect, useState } from 'react'
import { filesOf } from './bring-in'
import { DRAGGED_IDS } from './drag-out'

const carries = (event: DragEvent, type: string) => event.dataTransfer?.types.includes(type) ?? false

interface DropAnywhereProps {
  /** What lies over the page while files are held above it. */
  words: string
  onFiles: (files: Promise<readonly File[]>) => void
  /** One of the studio's own pictures, and where it was let go. */
  onOwn: (id: string, target: Element) => void
}

/** Files dropped anywhere on the page, and pictures pasted. */
export function DropAnywhere({ words, onFiles, onOwn }: DropAnywhereProps) {
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
      if (own) onOwn(own, event.target as Element)
      else onFiles(filesOf(dataTransfer))
    }
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])].filter(({ type }) => type.startsWith('image/'))
      if (files.length === 0) return
      event.preventDefault()
      onFiles(Promise.resolve(files))
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
  }, [onFiles, onOwn])
  if (!isOver) return null
  return (
    <div className="pointer-events-none fixed inset-0 z-40 animate-appear bg-scrim p-6">
      <div className="grid h-full place-items-center rounded-[14px] border-2 border-dashed border-accent-line bg-[color-mix(in_srgb,var(--accent)_12%,transparent)]">
        <span className="flex items-center gap-2.5 rounded-card bg-overlay px-4 py-2.5 text-lg font-semibold shadow-overlay">
          <ImageUp size={18} strokeWidth={1.7} aria-hidden />
          {words}
        </span>
      </div>
    </div>
  )
}
