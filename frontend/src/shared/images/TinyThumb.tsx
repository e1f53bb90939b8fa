import { useEffect, useRef } from 'react'
import { thumbUrl } from '@/bridge/call'

interface TinyThumbProps {
  id: string
  /** CSS pixels. */
  width: number
  height: number
}

/**
 * A picture the size of a stamp, cut to fill it. Only the stamp's pixels are kept: a list of thousands that is scrolled through
 * would else fill the memory with decoded thumbnails.
 */
export function TinyThumb({ id, width, height }: TinyThumbProps) {
  const place = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const leave = new AbortController()
    const cancel = whenIdle(() => void draw(place.current, thumbUrl(id, 320), leave.signal))
    return () => {
      cancel()
      leave.abort()
    }
  }, [id, width, height])
  const ratio = window.devicePixelRatio
  return (
    <canvas
      ref={place}
      width={Math.round(width * ratio)}
      height={Math.round(height * ratio)}
      style={{ width, height }}
      className="block"
    />
  )
}

/** After what the user waits for: a page full of stamps has hundreds. WebKit knows no idle moments. */
function whenIdle(work: () => void): () => void {
  if ('requestIdleCallback' in window) {
    const asked = window.requestIdleCallback(work, { timeout: 500 })
    return () => window.cancelIdleCallback(asked)
  }
  const asked = setTimeout(work, 50)
  return () => clearTimeout(asked)
}

async function draw(canvas: HTMLCanvasElement | null, url: string, signal: AbortSignal): Promise<void> {
  try {
    const blob = await (await fetch(url, { signal, priority: 'low' })).blob()
    const picture = await createImageBitmap(blob)
    const context = signal.aborted ? null : canvas?.getContext('2d')
    if (canvas && context) {
      const scale = Math.max(canvas.width / picture.width, canvas.height / picture.height)
      const [width, height] = [picture.width * scale, picture.height * scale]
      context.imageSmoothingQuality = 'high'
      context.drawImage(picture, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height)
    }
    picture.close()
  } catch {
    // Scrolled past, or a file that cannot be shown: the place stays empty.
  }
}
