import { ImageOff } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { thumbUrl } from '@/bridge/call'
import { cx } from '@/shared/ui/cx'

interface ThumbProps {
  id: string
  /** Long edge in pixels of the file that is loaded; the original never is. */
  size: 320 | 768
  alt: string
  className?: string
  fit?: 'cover' | 'contain'
}

/** The large ones that this page has had: they are shown at once, from the browser's cache. */
const had = new Set<string>()

/** A picture, small. A large one is preceded by the small one, which is there sooner; a file that cannot be shown says so. */
export function Thumb({ id, size, alt, className, fit = 'cover' }: ThumbProps) {
  const { t } = useTranslation()
  const [broken, setBroken] = useState(false)
  const [ready, setReady] = useState('')
  const place = useRef<HTMLImageElement>(null)
  const wanted = thumbUrl(id, size)
  const url = ready === wanted || had.has(wanted) ? wanted : thumbUrl(id)
  useEffect(() => {
    const picture = place.current
    if (picture && !picture.hasAttribute('src')) picture.src = url
    // Scrolled out of sight it is let go at once, not when the browser next tidies up.
    return () => picture?.removeAttribute('src')
  }, [url])
  if (broken) {
    return (
      <span
        role="img"
        aria-label={t('images.broken')}
        className={cx('grid place-items-center bg-well text-dim', className)}
      >
        <ImageOff size={18} strokeWidth={1.7} aria-hidden />
      </span>
    )
  }
  return (
    <img
      ref={place}
      src={url}
      alt={alt}
      loading={size === 320 ? 'lazy' : 'eager'}
      decoding="sync"
      draggable={false}
      onLoad={() => {
        if (url !== wanted) void decoded(wanted).then(setReady, () => null)
      }}
      onError={() => setBroken(true)}
      className={cx('block', fit === 'cover' ? 'object-cover' : 'object-contain', className)}
    />
  )
}

/** The address of a picture once it can take another's place without a gap. It is asked for when that one has been painted. */
async function decoded(url: string): Promise<string> {
  await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)))
  const picture = new Image()
  picture.src = url
  await picture.decode()
  had.add(url)
  return url
}
