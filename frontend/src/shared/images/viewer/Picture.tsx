import { useEffect, useRef, useState } from 'react'
import { mediaUrl, thumbUrl } from '@/bridge/call'
import type { Image } from '@/bridge/contract'
import { placeOf, type Box, type View } from './view'

/** From this many screen pixels to one of the picture, the pixels are shown as squares. */
const SQUARES = 3

/** The original, placed by a view; its thumbnail stands in until it is there. */
export function Picture({ image, view, box, alt }: { image: Image; view: View; box: Box; alt: string }) {
  const [loaded, setLoaded] = useState(false)
  const original = useRef<HTMLImageElement>(null)
  useEffect(() => {
    const element = original.current
    // Lets the browser drop the decoded original at once, not when it next tidies up.
    return () => element?.removeAttribute('src')
  }, [])
  if (box.width === 0) return null
  const { x, y, width, height } = placeOf(view, box, image)
  const style = {
    width,
    height,
    transform: `translate(${x}px, ${y}px)`,
    imageRendering: (width / image.width) * window.devicePixelRatio >= SQUARES ? ('pixelated' as const) : undefined,
  }
  const common = {
    draggable: false,
    style,
    className: 'pointer-events-none absolute top-0 left-0 max-w-none origin-top-left',
  }
  return (
    <>
      {!loaded && <img {...common} src={thumbUrl(image.id, 768)} alt="" />}
      <img
        {...common}
        ref={original}
        src={mediaUrl(image.id)}
        alt={alt}
        decoding="async"
        onLoad={() => setLoaded(true)}
      />
    </>
  )
}
