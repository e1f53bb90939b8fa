import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { dragOut } from '@/shared/images/drag-out'
import { FilledStar } from '@/shared/images/FilledStar'
import { isSeeThrough, useImageLabel } from '@/shared/images/image-label'
import { KindSign } from '@/shared/images/KindSign'
import { useImage } from '@/shared/images/queries'
import { Thumb } from '@/shared/images/Thumb'
import { squaresClass } from '@/shared/images/viewer/grounds'
import { cx } from '@/shared/ui/cx'
import { useGrid } from './grid-state'

interface TileProps {
  /** `null` while its page is on its way. */
  id: string | null
  index: number
  size: number
  /** Where the Tab key comes in. */
  entry: boolean
}

/** One place of the grid. */
export const Tile = memo(function Tile({ id, index, size, entry }: TileProps) {
  return id ? <Picture id={id} index={index} size={size} entry={entry} /> : <div role="gridcell" aria-busy className="rounded-[5px] bg-well" style={{ width: size, height: size }} />
})

function Picture({ id, index, size, entry }: TileProps & { id: string }) {
  const { t } = useTranslation()
  const image = useImage(id)
  const label = useImageLabel()
  const selected = useGrid((grid) => grid.selected.has(id))
  const prompt = image?.prompt ?? ''
  return (
    <div
      role="gridcell"
      data-tile={id}
      data-index={index}
      aria-selected={selected}
      aria-label={image && [label(image), prompt.slice(0, 120)].filter(Boolean).join(': ')}
      tabIndex={entry ? 0 : -1}
      draggable={image !== undefined}
      onDragStart={(event) => image && dragOut(event, image)}
      style={{ width: size, height: size }}
      className={cx(
        'relative overflow-hidden rounded-[5px] outline-offset-1 contain-strict',
        image && isSeeThrough(image) ? squaresClass : 'bg-well',
        selected && 'shadow-[0_0_0_2px_var(--accent-line)]',
      )}
    >
      <Thumb key={id} id={id} size={size * window.devicePixelRatio > 340 ? 768 : 320} alt="" className="size-full" />
      {image && image.kind !== 'generated' && <KindSign kind={image.kind} />}
      {image?.favourite && (
        <span className="absolute top-1 left-1 grid size-[22px] place-items-center rounded-[5px] bg-[rgb(16_16_16/0.78)]">
          <FilledStar size={12} strokeWidth={1.7} aria-label={t('images.favourite')} />
        </span>
      )}
    </div>
  )
}
