import { useEffect } from 'react'
import { create } from 'zustand'
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

const NOTHING: Original = { levels: [], whole: false, broken: false }

/** By the picture's id. */
const useOriginals = create<Readonly<Record<string, Original>>>(() => ({}))
/** Who looks at it, and how its loading is stopped. */
const held = new Map<string, { readers: number; leave: AbortController }>()
/** Another way to look at the same picture finds its pixels still there. */
const KEPT_MS = 400

/**
 * The pixels of a picture while it is shown, and hardly longer. An `<img>` would leave them to the browser's cache of decoded
 * images, which keeps hundreds of megabytes after the last one is closed.
 */
export function useOriginal(id: string): Original {
  useEffect(() => hold(id), [id])
  return useOriginals((originals) => originals[id]) ?? NOTHING
}

function hold(id: string): () => void {
  const entry = held.get(id) ?? { readers: 0, leave: new AbortController() }
  entry.readers++
  if (!held.has(id)) {
    held.set(id, entry)
    load(id, entry.leave.signal)
  }
  return () => {
    entry.readers--
    setTimeout(() => {
      if (entry.readers > 0 || held.get(id) !== entry) return
      held.delete(id)
      entry.leave.abort()
      const { [id]: gone, ...rest } = useOriginals.getState()
      useOriginals.setState(rest, true)
      close(gone?.levels ?? [])
    }, KEPT_MS)
  }
}

function load(id: string, signal: AbortSignal): void {
  const show = (levels: readonly ImageBitmap[], whole: boolean) => {
    const before = useOriginals.getState()[id]
    if (signal.aborted || (before?.whole && !whole)) return close(levels)
    useOriginals.setState({ [id]: { levels, whole, broken: false } })
    // They may be on their way to the screen: closed after the next ones have been drawn.
    requestAnimationFrame(() => requestAnimationFrame(() => close(before?.levels ?? [])))
  }
  const thumbnail = pixelsOf(thumbUrl(id, 768), signal).then((pixels) => show([pixels], false))
  const whole = levelsOf(mediaUrl(id), signal).then((levels) => show(levels, true))
  void Promise.allSettled([thumbnail, whole]).then((tried) => {
    const isBroken = tried.every(({ status }) => status === 'rejected')
    if (isBroken && !signal.aborted) useOriginals.setState({ [id]: { ...NOTHING, broken: true } })
  })
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
      // They may have been on their way when the picture was left.
      if (signal.aborted) close(data.levels)
      else if (data.levels.length > 0) resolve(data.levels)
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
