import { useEffect, useState } from 'react'
import { mediaUrl, thumbUrl } from '@/bridge/call'

interface Original {
  /** The original's pixels, or its thumbnail's until they are there. */
  pixels: ImageBitmap | null
  /** Neither could be read. */
  broken: boolean
}

const NOTHING: Original = { pixels: null, broken: false }

/**
 * The pixels of a picture while it is shown, and no longer. An `<img>` would leave them to the browser's cache of decoded images,
 * which keeps hundreds of megabytes after the last one is closed.
 */
export function useOriginal(id: string): Original {
  const [original, setOriginal] = useState(NOTHING)
  useEffect(() => {
    const leave = new AbortController()
    let held: ImageBitmap | null = null
    let isWhole = false
    const show = (pixels: ImageBitmap, whole: boolean) => {
      if (leave.signal.aborted || (isWhole && !whole)) return pixels.close()
      const before = held
      held = pixels
      isWhole = whole
      setOriginal({ pixels, broken: false })
      // It may be on its way to the screen: closed after the next one has been drawn.
      if (before) requestAnimationFrame(() => before.close())
    }
    const thumbnail = pixelsOf(thumbUrl(id, 768), leave.signal).then((pixels) => show(pixels, false))
    const whole = pixelsOf(mediaUrl(id), leave.signal).then((pixels) => show(pixels, true))
    void Promise.allSettled([thumbnail, whole]).then(() => {
      if (!held && !leave.signal.aborted) setOriginal({ pixels: null, broken: true })
    })
    return () => {
      leave.abort()
      held?.close()
      setOriginal(NOTHING)
    }
  }, [id])
  return original
}

async function pixelsOf(url: string, signal: AbortSignal): Promise<ImageBitmap> {
  const answer = await fetch(url, { signal })
  if (!answer.ok) throw new Error(String(answer.status))
  return createImageBitmap(await answer.blob())
}
