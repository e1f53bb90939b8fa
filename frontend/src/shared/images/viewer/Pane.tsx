import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { Image } from '@/bridge/contract'
import { cx } from '@/shared/ui/cx'
import { formatBytes, formatSize } from '../image-format'
import { useImageLabel } from '../image-label'
import { useBox } from '../use-box'
import { LensView } from './LensView'
import type { Ground } from './paint'
import { Picture } from './Picture'
import { Tag } from './Tag'
import { useOriginal } from './use-original'
import { useViewHands } from './use-view-hands'
import type { Box } from './view'
import type { LensStore, ViewStore } from './view-store'

interface PaneProps {
  image: Image
  /** What the shared view is of. */
  frame: Box
  view: ViewStore
  lens: LensStore | null
  ground: Ground
  /** Whose picture it is, over its corner: where several stand side by side. */
  name: string | null
}

/** One picture in the viewer. All panes share one view. */
export function Pane({ image, frame, view, lens, ground, name }: PaneProps) {
  const { t, i18n } = useTranslation()
  const label = useImageLabel()(image)
  const pane = useRef<HTMLDivElement>(null)
  const box = useBox(pane)
  const original = useOriginal(image.id)
  const { handlers } = useViewHands(pane, box, frame, view, lens)
  const layers = useMemo(() => [{ image, original }], [image, original])
  const isZoomed = useStore(view, ({ zoom }) => zoom > 1)
  return (
    <div
      ref={pane}
      data-pane={image.id}
      {...handlers}
      className={cx(
        'relative min-h-0 min-w-0 flex-1 touch-none overflow-hidden',
        lens ? 'cursor-crosshair' : isZoomed && 'cursor-grab active:cursor-grabbing',
      )}
    >
      <Picture
        image={image}
        original={original}
        view={view}
        box={box}
        frame={frame}
        ground={ground}
        alt={t('images.alt', { model: label, prompt: image.prompt ?? '' })}
      />
      {name && <Tag className="left-2">{name}</Tag>}
      <Tag className="right-2">
        {formatSize(image.width, image.height)} · {formatBytes(image.bytes, i18n.language)}
      </Tag>
      {lens && <LensView layers={layers} lens={lens} view={view} box={box} frame={frame} />}
    </div>
  )
}
