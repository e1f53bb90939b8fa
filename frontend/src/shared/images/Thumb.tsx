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

/** A picture, small. Fades in where it comes; a file that cannot be shown says so. */
export function Thumb({ id, size, alt, className, fit = 'cover' }: ThumbProps) {
  const { t } = useTranslation()
  const [broken, setBroken] = useState(false)
  const place = useRef<HTMLImageElement>(null)
  const url = thumbUrl(id, size)
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
      loading="lazy"
      decoding="async"
      draggable={false}
      onError={() => setBroken(true)}
      className={cx('block animate-appear', fit === 'cover' ? 'object-cover' : 'object-contain', className)}
    />
  )
}
