import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Generation } from '@/bridge/contract'
import { formatPrice, formatSeconds, formatSize } from '@/shared/images/image-format'
import { FilledStar } from '@/shared/images/FilledStar'
import { useImage } from '@/shared/images/queries'
import { Thumb } from '@/shared/images/Thumb'
import { Caption } from './Caption'
import { PictureBar } from './PictureBar'

interface ImageCellProps {
  id: string
  generation: Generation
  label: string
  prompt: string
  /** Of the cell, CSS pixels. */
  width: number
}

export function ImageCell({ id, generation, label, prompt, width }: ImageCellProps) {
  const { t, i18n } = useTranslation()
  const image = useImage(id)
  const [near, setNear] = useState(false)
  const facts = [
    generation.seconds !== null && formatSeconds(t, i18n.language, generation.seconds),
    image?.cost !== null && image?.cost !== undefined && formatPrice(t, i18n.language, image.cost),
    width > 270 && image && formatSize(image.width, image.height),
  ].filter(Boolean)
  return (
    <>
      <div
        className="relative min-h-0 flex-1 bg-well"
        onPointerEnter={() => setNear(true)}
        onPointerLeave={() => setNear(false)}
        onFocus={() => setNear(true)}
        onBlur={() => setNear(false)}
      >
        <Thumb
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
        {near && image && <PictureBar image={image} generation={generation} />}
      </div>
      <Caption label={label} generation={generation}>
        {facts.join(' · ')}
      </Caption>
    </>
  )
}
