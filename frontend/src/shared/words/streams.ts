/** Words as they come. Outside the tree: a token draws nothing anew, who shows a text appends to it. */

/** `piece` was added; `null`: the whole text is another one. */
type Listener = (piece: string | null) => void

interface Stream {
  text: string
  /** Words still come: else it is known from its row, and kept here only while somebody listens. */
  grows: boolean
  listeners: Set<Listener>
}

const streams = new Map<string, Stream>()

function streamOf(id: string): Stream {
  let stream = streams.get(id)
  if (!stream) streams.set(id, (stream = { text: '', grows: false, listeners: new Set() }))
  return stream
}

export const streamedText = (id: string): string => streams.get(id)?.text ?? ''

export function appendWords(id: string, piece: string): void {
  const stream = streamOf(id)
  stream.text += piece
  stream.grows = true
  for (const listener of stream.listeners) listener(piece)
}

export function replaceWords(id: string, text: string): void {
  const stream = streamOf(id)
  stream.grows = true
  if (stream.text === text) return
  stream.text = text
  for (const listener of stream.listeners) listener(null)
}

/** The whole text, after which no word comes. */
export function endWords(id: string, text: string): void {
  replaceWords(id, text)
  streamOf(id).grows = false
  forgetUnheard(id)
}

function forgetUnheard(id: string): void {
  const stream = streams.get(id)
  if (stream && !stream.grows && stream.listeners.size === 0) streams.delete(id)
}

/** What is known of a text that nobody has heard anything of yet. */
export function seedWords(id: string, text: string): void {
  if (!streams.has(id)) streamOf(id).text = text
}

/** The returned function ends it. */
export function listenToWords(id: string, listener: Listener): () => void {
  const { listeners } = streamOf(id)
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    forgetUnheard(id)
  }
}
