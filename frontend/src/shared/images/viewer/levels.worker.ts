/** Decodes pictures away from the page's thread, each with halves of itself for looking at it from afar. */
export interface Wanted {
  id: string
  url: string
}

export interface Answer {
  id: string
  /** From the whole picture down, each about half of the one before; none where it could not be read. */
  levels: ImageBitmap[]
}

/** The long edge, in pixels, from which no smaller one is made. */
const SMALLEST = 1600

const leaving = new Map<string, AbortController>()

self.onmessage = ({ data }: MessageEvent<Wanted | { leave: string }>) => {
  if ('leave' in data) return leaving.get(data.leave)?.abort()
  const leave = new AbortController()
  leaving.set(data.id, leave)
  void read(data, leave.signal).finally(() => leaving.delete(data.id))
}

async function read({ id, url }: Wanted, signal: AbortSignal): Promise<void> {
  let levels: ImageBitmap[] = []
  try {
    const answer = await fetch(url, { signal })
    if (!answer.ok) throw new Error(String(answer.status))
    levels = await halved(await createImageBitmap(await answer.blob()))
  } catch {
    // Left, or no picture: an empty answer says so.
  }
  if (signal.aborted) levels.splice(0).forEach((level) => level.close())
  const answer: Answer = { id, levels }
  self.postMessage(answer, { transfer: levels })
}

async function halved(whole: ImageBitmap): Promise<ImageBitmap[]> {
  const levels = [whole]
  for (let last = whole; Math.max(last.width, last.height) > SMALLEST; last = levels.at(-1) ?? last) {
    const size = { resizeWidth: Math.ceil(last.width / 2), resizeHeight: Math.ceil(last.height / 2) }
    levels.push(await createImageBitmap(last, { ...size, resizeQuality: 'medium' }))
  }
  return levels
}
