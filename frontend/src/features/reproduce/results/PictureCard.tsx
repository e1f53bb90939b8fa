import { useTranslation } from 'react-i18next'
import type { Generation } from '@/bridge/contract'
import { dragOut } from '@/shared/images/drag-out'
import { menuFor, type ImageTarget } from '@/shared/images/image-actions'
import { formatPrice, formatSeconds } from '@/shared/images/image-format'
import { useImage } from '@/shared/images/queries'
import { Thumb } from '@/shared/images/Thumb'
import { usePerform } from '@/shared/images/use-image-actions'
import { useImageContext } from '@/shared/images/use-image-context'
import { useImageKeys } from '@/shared/images/use-image-keys'
import { openViewer } from '@/shared/images/viewer-state'
import { useModelLabel } from '@/shared/models/queries'
import { ContextMenu } from '@/shared/ui/ContextMenu'
import { ClosenessLine } from './ClosenessLine'

interface PictureCardProps {
  id: string
  generation: Generation
  /** The picture it is measured against. */
  source: string
  /** For the arrows of the viewer. */
  among: readonly string[]
  ratio: number
}

/** A picture that was made, and how close it came. */
export function PictureCard({ id, generation, source, among, ratio }: PictureCardProps) {
  const { t, i18n } = useTranslation()
  const image = useImage(id)
  const label = useModelLabel()(generation.model)
  const context = useImageContext()
  const perform = usePerform(context)
  const target = (): ImageTarget => ({ images: image ? [image] : [], generation: null, run: null, among })
  const onKeyDown = useImageKeys(target, context)
  const facts = [
    generation.seconds !== null && formatSeconds(t, i18n.language, generation.seconds),
    image?.cost !== null && image?.cost !== undefined && formatPrice(t, i18n.language, image.cost),
  ]
  return (
    <ContextMenu groups={() => menuFor(target(), context, (action) => perform(action, target()))}>
      <li
        tabIndex={0}
        aria-label={label}
        data-result={id}
        draggable={image !== undefined}
        onDragStart={(event) => image && dragOut(event, image)}
        onKeyDown={onKeyDown}
        onDoubleClick={() => openViewer({ ids: among, shown: [id] })}
        className="flex flex-col overflow-hidden rounded-card border border-line bg-panel"
      >
        <div style={{ aspectRatio: ratio }} className="bg-well">
          <Thumb id={id} size={768} alt={t('images.alt', { model: label, prompt: image?.prompt ?? '' })} fit="contain" className="size-full" />
        </div>
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-2 px-2.5 pt-1.5">
          <span className="min-w-0 max-w-full flex-auto truncate font-medium">{label}</span>
          <span className="shrink-0 text-sm text-muted tabular-nums">{facts.filter(Boolean).join(' · ')}</span>
        </div>
        <ClosenessLine source={source} image={id} />
      </li>
    </ContextMenu>
  )
}
