import { ImageOff } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, type CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import type { Image } from '@/bridge/contract'
import { paint, type Ground } from './paint'
import type { Original } from './use-original'
import { clampView, placeInside, placeOf, type Box } from './view'
import type { ViewStore } from './view-store'

/** Milliseconds without a move after which it is drawn finely. */
const REST_MS = 120

interface PictureProps {
  image: Image
  original: Original
  view: ViewStore
  box: Box
  /** What the view is of: the picture itself, or a larger one of its shape that it lies over or stands beside. */
  frame: Box
  /** What shows through where it is not opaque. */
  ground?: Ground
  alt: string
  style?: CSSProperties
}

/** A picture placed by a view, drawn in the screen's own pixels. While it moves React does nothing. */
export function Picture({ image, original, view, box, frame, ground, alt, style }: PictureProps) {
  const { t } = useTranslation()
  const canvas = useRef<HTMLCanvasElement>(null)
  useLayoutEffect(() => {
    const draw = (fine: boolean) => {
      const place = placeInside(placeOf(clampView(view.getState(), box, frame), box, frame), image)
      const { levels } = original
      if (canvas.current) paint(canvas.current, { levels, place, box, full: image.width, fine, ground })
    }
    let frameAsked = 0
    let rest: ReturnType<typeof setTimeout> | undefined
    const soon = () => {
      clearTimeout(rest)
      rest = setTimeout(() => draw(true), REST_MS)
      frameAsked ||= requestAnimationFrame(() => {
        frameAsked = 0
        draw(false)
      })
    }
    draw(true)
    const leave = view.subscribe(soon)
    return () => {
      leave()
      clearTimeout(rest)
      cancelAnimationFrame(frameAsked)
    }
  }, [original, view, box, frame, image, ground])
  useEffect(() => {
    const element = canvas.current
    return () => {
      // Its memory is given back at once, not when the browser next tidies up.
      if (element) element.width = 0
    }
  }, [])
  return (
    <>
      <canvas
        ref={canvas}
        role="img"
        aria-label={alt}
        data-original={original.whole || undefined}
        className="pointer-events-none absolute inset-0 size-full"
        style={style}
      />
      {original.broken && (
        <span className="absolute inset-0 grid place-content-center justify-items-center gap-2 text-muted">
          <ImageOff size={22} strokeWidth={1.7} aria-hidden />
          {t('images.broken')}
        </span>
      )}
    </>
  )
}
