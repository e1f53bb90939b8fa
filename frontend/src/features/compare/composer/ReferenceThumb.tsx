import { useQueryClient } from '@tanstack/react-query'
import { Brush, X } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MaskOverlay } from '@/shared/images/mask/MaskOverlay'
import { Thumb } from '@/shared/images/Thumb'
import { IconButton } from '@/shared/ui/IconButton'
import { later } from '@/shared/studio/later'
import { removeReference, setMask } from './references'

const MaskPainter = later(() => import('@/shared/images/mask/MaskPainter'))

interface ReferenceThumbProps {
  id: string
  /** From 1. */
  number: number
  /** Where it is to change: an image id, `null` where nothing is painted, `undefined` where nothing can be. */
  mask: string | null | undefined
}

/** A picture to work from; where a model takes a mask, what is to change can be painted over it. */
export function ReferenceThumb({ id, number, mask }: ReferenceThumbProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [painting, setPainting] = useState(false)
  return (
    <li className="flex shrink-0 items-center gap-0.5">
      <span className="group relative block size-[34px]">
        <Thumb id={id} size={320} alt={t('compare.references.one', { number })} className="size-full rounded-control border border-line-strong" />
        {mask && <MaskOverlay id={mask} />}
        <button
          type="button"
          aria-label={t('compare.references.remove', { number })}
          className="absolute inset-0 grid place-items-center rounded-control bg-black/60 text-white opacity-0 transition-opacity duration-150 group-hover:opacity-100 focus-visible:opacity-100"
          onClick={() => removeReference(client, id)}
        >
          <X size={15} strokeWidth={1.9} aria-hidden />
        </button>
      </span>
      {mask !== undefined && <IconButton icon={Brush} size="sm" active={mask !== null} label={t(mask ? 'mask.edit' : 'mask.paint')} tooltipSide="top" onClick={() => setPainting(true)} />}
      {mask && <IconButton icon={X} size="sm" className="-ml-1" label={t('mask.remove')} tooltipSide="top" onClick={() => setMask(client, null)} />}
      <Suspense fallback={null}>
        {painting && (
          <MaskPainter
            imageId={id}
            maskId={mask ?? null}
            onClose={() => setPainting(false)}
            onDone={(painted) => {
              setMask(client, painted)
              setPainting(false)
            }}
          />
        )}
      </Suspense>
    </li>
  )
}
