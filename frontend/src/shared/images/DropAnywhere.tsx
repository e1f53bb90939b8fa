import type { LucideIcon } from 'lucide-react'
import { useEffect, useState } from 'react'
import { isTyping } from '@/shared/commands/shortcut'
import { cx } from '@/shared/ui/cx'
import { filesOf } from './bring-in'
import { DRAGGED_IDS } from './drag-out'

/** What files become that are let go there, and the words that say so while they are held above it. */
export interface DropZone {
  icon: LucideIcon
  words: string
  onFiles: (files: Promise<readonly File[]>) => void
}

interface DropAnywhereProps {
  /** Side by side over the whole page; what is pasted goes to the first. The list keeps its identity from one drawing to the next. */
  zones: readonly [DropZone, ...DropZone[]]
  /** One of the studio's own pictures, and where it was let go; without it they are left alone. */
  onOwn?: (id: string, target: Element) => void
}

const carries = (event: DragEvent, type: string) => event.dataTransfer?.types.includes(type) ?? false

/** Files dropped anywhere on the page, and pictures pasted. */
export function DropAnywhere({ zones, onOwn }: DropAnywhereProps) {
  const [over, setOver] = useState<DropZone | null>(null)
  useEffect(() => {
    const under = (event: DragEvent) => zones[Math.floor((event.clientX / window.innerWidth) * zones.length)] ?? zones[0]
    const onDragOver = (event: DragEvent) => {
      const own = carries(event, DRAGGED_IDS)
      if (own ? !onOwn : !carries(event, 'Files')) return
      event.preventDefault()
      setOver(own ? null : under(event))
    }
    const onDragLeave = (event: DragEvent) => {
      if (!event.relatedTarget) setOver(null)
    }
    const onDrop = (event: DragEvent) => {
      const { dataTransfer } = event
      setOver(null)
      const own = dataTransfer?.getData(DRAGGED_IDS)
      if (!dataTransfer || (own ? !onOwn : !carries(event, 'Files'))) return
      event.preventDefault()
      if (own) onOwn?.(own, event.target as Element)
      else under(event).onFiles(filesOf(dataTransfer))
    }
    const onPaste = (event: ClipboardEvent) => {
      // Office programs lay a picture of the words beside them: in a text field the words are meant.
      if (isTyping(event) && event.clipboardData?.types.includes('text/plain')) return
      const files = [...(event.clipboardData?.files ?? [])].filter(({ type }) => type.startsWith('image/'))
      if (files.length === 0) return
      event.preventDefault()
      zones[0].onFiles(Promise.resolve(files))
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
  }, [zones, onOwn])
  if (!over) return null
  return (
    <div className="pointer-events-none fixed inset-0 z-40 grid animate-appear auto-cols-fr grid-flow-col gap-4 bg-scrim p-6">
      {zones.map((zone) => (
        <Zone key={zone.words} zone={zone} active={zone === over} />
      ))}
    </div>
  )
}

function Zone({ zone: { icon: Icon, words }, active }: { zone: DropZone; active: boolean }) {
  return (
    <div
      className={cx(
        'grid place-items-center rounded-[14px] border-2 border-dashed transition-colors duration-150',
        active ? 'border-accent-line bg-[color-mix(in_srgb,var(--accent)_12%,transparent)]' : 'border-line-strong',
      )}
    >
      <span className="flex items-center gap-2.5 rounded-card bg-overlay px-4 py-2.5 text-lg font-semibold shadow-overlay">
        <Icon size={18} strokeWidth={1.7} aria-hidden />
        {words}
      </span>
    </div>
  )
}
