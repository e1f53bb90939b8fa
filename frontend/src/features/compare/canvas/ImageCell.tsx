import { Trophy } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Generation } from '@/bridge/contract'
import { formatPrice, formatSeconds, formatSize } from '@/shared/images/image-format'
import { FilledStar } from '@/shared/images/FilledStar'
import { useFaces } from '@/shared/images/family/faces'
import { FamilyStrip } from '@/shared/images/family/FamilyStrip'
import { useFamily } from '@/shared/images/family/offspring'
import { dragOut } from '@/shared/images/drag-out'
import { isSeeThrough } from '@/shared/images/image-label'
import { useImage } from '@/shared/images/queries'
import { Thumb } from '@/shared/images/Thumb'
import { WorkingTag } from '@/shared/images/tools/WorkingTag'
import { squaresClass } from '@/shared/images/viewer/grounds'
import { cx } from '@/shared/ui/cx'
import { Caption } from './Caption'
import { PictureBar } from './PictureBar'

interface ImageCellProps {
  id: string
  generation: Generation
  label: string
  prompt: string
  /** Of the cell, CSS pixels. */
  width: number
  /** The best of its run. */
  won: boolean
}

/** A picture that came, or what was made of it since. */
export function ImageCell({ id: root, generation, label, prompt, width, won }: ImageCellProps) {
  const { t, i18n } = useTranslation()
  const family = useFamily(generation.run_id, root)
  const face = useFaces(({ faces }) => faces[root])
  const id = face && family.some((child) => child.id === face) ? face : root
  const image = useImage(id)
  const source = useImage(root)
  const [near, setNear] = useState(false)
  const facts = [
    generation.seconds !== null && formatSeconds(t, i18n.language, generation.seconds),
    image?.cost !== null && image?.cost !== undefined && formatPrice(t, i18n.language, image.cost),
    width > 270 && image && formatSize(image.width, image.height),
  ].filter(Boolean)
  return (
    <>
      <div
        data-picture
        draggable={image !== undefined}
        onDragStart={(event) => image && dragOut(event, image)}
        className={cx('relative min-h-0 flex-1', image && isSeeThrough(image) ? squaresClass : 'bg-well')}
        onPointerEnter={() => setNear(true)}
        onPointerLeave={() => setNear(false)}
        onFocus={() => setNear(true)}
        onBlur={() => setNear(false)}
      >
        <Thumb
          key={id}
          id={id}
          size={width * window.devicePixelRatio > 340 ? 768 : 320}
          alt={t('images.alt', { model: label, prompt })}
          fit="contain"
          className="size-full"
        />
        {image?.favourite && !near && (
          <span className="absolute top-[9px] left-[9px] grid size-[30px] place-items-center rounded-lg border border-white/10 bg-[rgb(16_16_16/0.78)]">
            <FilledStar size={16} strokeWidth={1.7} aria-label={t('images.favourite')} />
          </span>
        )}
        {source && family.length > 0 && <FamilyStrip root={source} family={family} shown={id} />}
        <WorkingTag id={id} />
        {near && image && <PictureBar image={image} generation={generation} />}
      </div>
      <Caption label={label} generation={generation}>
        {won && <Trophy size={13} strokeWidth={1.9} aria-label={t('choose.winner')} className="text-accent-text" />}
        {facts.join(' · ')}
      </Caption>
    </>
  )
}
