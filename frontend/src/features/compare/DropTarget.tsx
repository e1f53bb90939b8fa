import { Image as Picture, ImagePlus, type LucideIcon } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { bringIn, filesOf, openBroughtIn } from '@/shared/images/bring-in'
import { DRAGGED_IDS } from '@/shared/images/drag-out'
import { cx } from '@/shared/ui/cx'
import { useAsk } from './use-ask'
import { useImageContext } from './use-image-context'

type Half = 'reference' | 'open'

const carries = (event: DragEvent, type: string) => event.dataTransfer?.types.includes(type) ?? false
const halfOf = (event: DragEvent): Half => (event.clientX < window.innerWidth / 2 ? 'reference' : 'open')

/** Pictures dropped anywhere: on the left half as references, on the right to look at and work on. Pasted, they are references. */
export function DropTarget() {
  const { t } = useTranslation()
  const context = useImageContext()
  const ask = useAsk()
  const [over, setOver] = useState<Half | null>(null)
  useEffect(() => {
    const put = (ids: string[], half: Half) => (half === 'open' ? openBroughtIn(ids) : context.addReferences?.(ids))
    const onDragOver = (event: DragEvent) => {
      if (carries(event, 'Files')) setOver(halfOf(event))
      else if (!carries(event, DRAGGED_IDS)) return
      event.preventDefault()
    }
    const onDragLeave = (event: DragEvent) => {
      if (!event.relatedTarget) setOver(null)
    }
    const onDrop = (event: DragEvent) => {
      const { dataTransfer } = event
      setOver(null)
      const own = dataTransfer?.getData(DRAGGED_IDS)
      if (own) {
        event.preventDefault()
        // One of the studio's own, let go over the prompt; anywhere else nothing happens.
        if ((event.target as Element).closest('[data-composer]')) context.addReferences?.([own])
      } else if (dataTransfer && carries(event, 'Files')) {
        event.preventDefault()
        const half = halfOf(event)
        void ask(async () => put(await bringIn(await filesOf(dataTransfer), context), half))
      }
    }
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])].filter(({ type }) => type.startsWith('image/'))
      if (files.length === 0) return
      event.preventDefault()
      void ask(async () => put(await bringIn(files, context), 'reference'))
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
  }, [context, ask])
  if (!over) return null
  return (
    <div className="pointer-events-none fixed inset-0 z-40 grid animate-appear grid-cols-2 gap-4 bg-scrim p-6">
      <Zone icon={ImagePlus} text={t('compare.references.drop')} active={over === 'reference'} />
      <Zone icon={Picture} text={t('compare.bringIn.drop')} active={over === 'open'} />
    </div>
  )
}

function Zone({ icon: Icon, text, active }: { icon: LucideIcon; text: string; active: boolean }) {
  return (
    <div
      className={cx(
        'grid place-items-center rounded-[14px] border-2 border-dashed transition-colors duration-150',
        active ? 'border-accent-line bg-[color-mix(in_srgb,var(--accent)_12%,transparent)]' : 'border-line-strong',
      )}
    >
      <span className="flex items-center gap-2.5 rounded-card bg-overlay px-4 py-2.5 text-lg font-semibold shadow-overlay">
        <Icon size={18} strokeWidth={1.7} aria-hidden />
        {text}
      </span>
    </div>
  )
}
