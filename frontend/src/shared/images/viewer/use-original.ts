import { useEffect, useState } from 'react'
import { mediaUrl, thumbUrl } from '@/bridge/call'
import type { Answer, Wanted } from './levels.worker'

export interface Original {
  /** From the whole picture down, each about half of the one before; the thumbnail alone until they are there. */
  levels: readonly ImageBitmap[]
  /** The levels are those of the original. */
  whole: boolean
  /** Neither could be read. */
  broken: boolean
}

export const NOTHING: Original = { levels: [], whole: false, broken: false }

/**
 * The pixels of a picture while it is shown, and no longer. An `<img>` would leave them to the browser's cache of decoded images,
 * which keeps hundreds of megabytes after the last one is closed.
 */
export function useOriginal(id: string): Original {
  const [original, setOriginal] = useState(NOTHING)
  useEffect(() => {
    const leave = new AbortController()
    let held: readonly ImageBitmap[] = []
    let isWhole = false
    const show = (levels: readonly ImageBitmap[], whole: boolean) => {
      if (leave.signal.aborted || (isWhole && !whole)) return close(levels)
      const before = held
      held = levels
      isWhole = whole
      setOriginal({ levels, whole, broken: false })
      // They may be on their way to the screen: closed after the next ones have been drawn.
      requestAnimationFrame(() => requestAnimationFrame(() => close(before)))
    }
    const thumbnail = pixelsOf(thumbUrl(id, 768), leave.signal).then((pixels) => show([pixels], false))
    const whole = levelsOf(mediaUrl(id), leave.signal).then((levels) => show(levels, true))
    void Promise.allSettled([thumbnail, whole]).then(() => {
      if (held.length === 0 && !leave.signal.aborted) setOriginal({ ...NOTHING, broken: true })
    })
    return () => {
      leave.abort()
      close(held)
      setOriginal(NOTHING)
    }
  }, [id])
  return original
}

const close = (levels: readonly ImageBitmap[]) => levels.forEach((level) => level.close())

async function pixelsOf(url: string, signal: AbortSignal): Promise<ImageBitmap> {
  const answer = await fetch(url, { signal })
  if (!answer.ok) throw new Error(String(answer.status))
  return createImageBitmap(await answer.blob())
}

/** One for all pictures, ended when none is waited for or shown. */
let decoder: { worker: Worker; readers: number } | null = null
let count = 0

function takeDecoder(): Worker {
  decoder ??= { worker: new Worker(new URL('./levels.worker.ts', import.meta.url), { type: 'module' }), readers: 0 }
  decoder.readers++
  return decoder.worker
}

function leaveDecoder(): void {
  if (!decoder || --decoder.readers > 0) return
  decoder.worker.terminate()
  decoder = null
}

/** The whole picture and its halves, decoded by the worker. Rejects where it cannot be read or is left. */
function levelsOf(url: string, signal: AbortSignal): Promise<readonly ImageBitmap[]> {
  const worker = takeDecoder()
  const wanted: Wanted = { id: String(++count), url }
  return new Promise<readonly ImageBitmap[]>((resolve, reject) => {
    const onMessage = ({ data }: MessageEvent<Answer>) => {
      if (data.id !== wanted.id) return
      worker.removeEventListener('message', onMessage)
      if (data.levels.length > 0) resolve(data.levels)
      else reject(new Error('unreadable'))
    }
    worker.addEventListener('message', onMessage)
    worker.addEventListener('error', () => reject(new Error('no worker')), { once: true })
    signal.addEventListener('abort', () => {
      worker.postMessage({ leave: wanted.id })
      reject(new Error('left'))
    })
    worker.postMessage(wanted)
  }).finally(leaveDecoder)
}
