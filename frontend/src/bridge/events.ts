import type { Event } from './contract'
import { lastEventAtLoad } from './transport'

type Listener = (event: Event) => void

const REOPEN_MS = [250, 500, 1000, 2000, 5000]
const listeners = new Set<Listener>()
const watchers = new Set<(isOpen: boolean) => void>()

let source: EventSource | null = null
let timer: ReturnType<typeof setTimeout> | undefined
let failures = 0
let last: number | null = null

/** Hears every event since this page was loaded, each once, over lost connections. The returned function ends it. */
export function subscribeEvents(listener: Listener): () => void {
  listeners.add(listener)
  if (!source && timer === undefined) open()
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) close()
  }
}

/** Hears whether the stream of events is open, each time that changes. The returned function ends it. */
export function watchConnection(watcher: (isOpen: boolean) => void): () => void {
  watchers.add(watcher)
  return () => void watchers.delete(watcher)
}

function tell(isOpen: boolean): void {
  for (const watcher of watchers) watcher(isOpen)
}

function open(): void {
  timer = undefined
  last ??= lastEventAtLoad()
  source = new EventSource(last === null ? '/events' : `/events?last=${last}`)
  source.onopen = () => {
    failures = 0
    tell(true)
  }
  source.onmessage = ({ data }: MessageEvent<string>) => hear(JSON.parse(data) as Event)
  source.onerror = () => {
    tell(false)
    reopenIfClosed()
  }
}

/** A browser comes back by itself after a lost connection, but not after an answer it does not like. */
function reopenIfClosed(): void {
  if (source?.readyState !== EventSource.CLOSED) return
  source = null
  timer = setTimeout(open, REOPEN_MS[Math.min(failures++, REOPEN_MS.length - 1)])
}

function close(): void {
  source?.close()
  source = null
  clearTimeout(timer)
  timer = undefined
}

/** `reset` says: forget what you know, and go on from this id. */
function hear(event: Event): void {
  if (event.type !== 'reset' && last !== null && event.id <= last) return
  last = event.id
  for (const listener of listeners) listener(event)
}
