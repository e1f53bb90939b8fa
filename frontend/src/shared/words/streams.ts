/** Words as they come. Outside the tree: a token draws nothing anew, who shows a text appends to it. */

/** `piece` was added; `null`: the whole text is another one. */
type Listener = (piece: string | null) => void

interface Stream {
  text: string
  listeners: Set<Listener>
}

const streams = new Map<string, Stream>()

function streamOf(id: string): Stream {
  let stream = streams.get(id)
  if (!stream) streams.set(id, (stream = { text: '', listeners: new Set() }))
  return stream
}

export const streamedText = (id: string): string => streams.get(id)?.text ?? ''

export function appendWords(id: string, piece: string): void {
  const stream = streamOf(id)
  stream.text += piece
  for (const listener of stream.listeners) listener(piece)
}

export function replaceWords(id: string, text: string): void {
  const stream = streamOf(id)
  if (stream.text === text) return
  stream.text = text
  for (const listener of stream.listeners) listener(null)
}

/** What is known of a text that nobody has heard anything of yet. */
export function seedWords(id: string, text: string): void {
  if (!streams.has(id)) replaceWords(id, text)
}

/** The returned function ends it. */
export function listenToWords(id: string, listener: Listener): () => void {
  const { listeners } = streamOf(id)
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
