import { ImageOff } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Image } from '@/bridge/contract'
import { useOriginal } from './use-original'
import { placeOf, type Box, type Point, type View } from './view'

/** From this many screen pixels to one of the picture, the pixels are shown as squares. */
const SQUARES = 3

/** The original, placed by a view and drawn in the screen's own pixels; its thumbnail stands in until it is there. */
export function Picture({ image, view, box, alt }: { image: Image; view: View; box: Box; alt: string }) {
  const { t } = useTranslation()
  const { pixels, broken } = useOriginal(image.id)
  const canvas = useRef<HTMLCanvasElement>(null)
  useLayoutEffect(() => {
    if (canvas.current) draw(canvas.current, pixels, box, placeOf(view, box, image), image.width)
  }, [pixels, view, box, image])
  useLayoutEffect(() => {
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
        data-original={pixels?.width === image.width || undefined}
        className="pointer-events-none absolute inset-0 size-full"
      />
      {broken && (
        <span className="absolute inset-0 grid place-content-center justify-items-center gap-2 text-muted">
          <ImageOff size={22} strokeWidth={1.7} aria-hidden />
          {t('images.broken')}
        </span>
      )}
    </>
  )
}

/** Device pixels throughout: at 100 % each of the picture's pixels is one of the screen's. */
function draw(canvas: HTMLCanvasElement, pixels: ImageBitmap | null, box: Box, place: Box & Point, full: number): void {
  const ratio = window.devicePixelRatio
  const size = { width: Math.round(box.width * ratio), height: Math.round(box.height * ratio) }
  if (canvas.width !== size.width || canvas.height !== size.height) Object.assign(canvas, size)
  const context = canvas.getContext('2d')
  if (!context) return
  context.clearRect(0, 0, size.width, size.height)
  if (!pixels || pixels.width === 0) return
  const [x, y, width, height] = [place.x, place.y, place.width, place.height].map((length) => Math.round(length * ratio))
  context.imageSmoothingEnabled = (place.width * ratio) / full < SQUARES
  context.imageSmoothingQuality = 'high'
  context.drawImage(pixels, x ?? 0, y ?? 0, width ?? 0, height ?? 0)
}
