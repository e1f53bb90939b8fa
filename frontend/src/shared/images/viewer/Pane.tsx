import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useModelLabel } from '@/shared/models/queries'
import { cx } from '@/shared/ui/cx'
import { useImage } from '../queries'
import { useBox } from '../use-box'
import { Picture } from './Picture'
import { clampView, type Box, type View } from './view'
import { useViewHands, type ChangeView } from './use-view-hands'

const UNKNOWN: Box = { width: 1, height: 1 }

interface PaneProps {
  id: string
  view: View
  onView: ChangeView
  /** Whose picture it is, over its corner: where several stand side by side. */
  named?: boolean
}

/** One picture in the viewer. All panes share one view. */
export function Pane({ id, view, onView, named }: PaneProps) {
  const { t } = useTranslation()
  const label = useModelLabel()
  const image = useImage(id)
  const pane = useRef<HTMLDivElement>(null)
  const box = useBox(pane)
  const hands = useViewHands(pane, box, image ?? UNKNOWN, onView)
  const model = image?.model ? label(image.model) : t('images.imported')
  return (
    <div
      ref={pane}
      data-pane={id}
      {...hands}
      className={cx(
        'relative min-h-0 min-w-0 flex-1 touch-none overflow-hidden',
        view.zoom > 1 && 'cursor-grab active:cursor-grabbing',
      )}
    >
      {image && (
        <Picture
          key={id}
          image={image}
          box={box}
          view={clampView(view, box, image)}
          alt={t('images.alt', { model, prompt: image.prompt ?? '' })}
        />
      )}
      {named && (
        <span className="absolute bottom-2 left-2 max-w-[calc(100%-16px)] truncate rounded-control bg-[rgb(16_16_16/0.78)] px-2 py-1 text-sm text-white">
          {model}
        </span>
      )}
    </div>
  )
}
