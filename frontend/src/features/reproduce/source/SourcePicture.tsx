import { ImageUp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatSize } from '@/shared/images/image-format'
import { useImage } from '@/shared/images/queries'
import { Thumb } from '@/shared/images/Thumb'
import { openViewer } from '@/shared/images/viewer-state'
import { Button } from '@/shared/ui/Button'
import { useCurrent } from '../state'
import { useBringIn } from './use-bring-in'

/** The picture that is shown, or the place to drop one. */
export function SourcePicture() {
  const { t } = useTranslation()
  const { pick } = useBringIn()
  const source = useCurrent()
  if (!source) {
    return (
      <div className="flex h-44 flex-col items-center justify-center gap-2 rounded-card border border-dashed border-line-strong p-3 text-center">
        <ImageUp size={24} strokeWidth={1.4} aria-hidden className="text-dim" />
        <p className="m-0 text-sm text-muted">{t('reproduce.source.empty')}</p>
        <Button size="sm" onClick={pick}>
          {t('reproduce.source.pick')}
        </Button>
      </div>
    )
  }
  return (
    <div className="flex flex-col gap-1.5">
      <Picture key={source.image} id={source.image} />
      <Button size="sm" icon={ImageUp} className="self-start" onClick={pick}>
        {t('reproduce.source.other')}
      </Button>
    </div>
  )
}

function Picture({ id }: { id: string }) {
  const { t } = useTranslation()
  const image = useImage(id)
  return (
    <figure className="relative m-0">
      <button
        type="button"
        aria-label={t('images.action.view')}
        onClick={() => openViewer({ ids: [id], shown: [id] })}
        className="block h-44 w-full overflow-hidden rounded-card border border-line bg-well max-[1100px]:h-36"
      >
        <Thumb id={id} size={768} alt={t('reproduce.source.alt')} fit="contain" className="size-full" />
      </button>
      {image && (
        <figcaption className="absolute right-1.5 bottom-1.5 rounded bg-[rgb(16_16_16/0.78)] px-1.5 text-xs text-white tabular-nums">
          {formatSize(image.width, image.height)}
        </figcaption>
      )}
    </figure>
  )
}
