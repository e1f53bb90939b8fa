import type { Imported } from './contract'
import { opened, StudioError } from './studio-error'

/** How far a file came; `imported` once it is whole. */
interface UploadState {
  id: string
  offset: number
  imported: Imported | null
}

const OWN_PAGE = { 'X-OmniImage': '1' }
const PIECE_BYTES = 2_000_000
const WAITS_MS = [500, 1000, 2000, 4000, 8000, 8000, 8000]

/**
 * Sends a large file piece by piece. A lost connection is waited out; where the page was loaded anew meanwhile, the same file
 * given again goes on where it was. `onBytes` hears how many are there; `signal` breaks off, between two pieces.
 */
export async function uploadInParts(file: File, onBytes: (sent: number) => void, signal?: AbortSignal): Promise<Imported> {
  for (let failures = 0; ; ) {
    try {
      let { id, offset, imported } = await begun(file)
      while (!imported) {
        onBytes(offset)
        if (signal?.aborted) throw new StudioError('cancelled')
        ;({ id, offset, imported } = await sendPiece(id, file, offset))
        failures = 0
      }
      forget(file)
      onBytes(file.size)
      return imported
    } catch (error) {
      const wait = WAITS_MS[failures++]
      // What the engine says is no passing fault, but for where the file goes on.
      if (wait === undefined || (error instanceof StudioError && !isPassing(error))) throw error instanceof StudioError ? error : new StudioError('engine_gone')
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
}

const isPassing = ({ code, details }: StudioError) => code === 'rate_limited' || code === 'engine_gone' || details.reason === 'offset' || details.reason === 'busy'

/** The upload that is known of this file, or a new one. */
async function begun(file: File): Promise<UploadState> {
  const known = localStorage.getItem(keyOf(file))
  if (known) {
    const answer = await fetch(`/uploads/parts/${known}`, { headers: OWN_PAGE })
    if (answer.ok) return opened(await answer.json()) as UploadState
    if (answer.status !== 404) opened(await answer.json())
    forget(file)
  }
  const address = `/uploads/parts?name=${encodeURIComponent(file.name)}&size=${file.size}`
  const state = opened(await (await fetch(address, { method: 'POST', headers: OWN_PAGE })).json()) as UploadState
  localStorage.setItem(keyOf(file), state.id)
  return state
}

async function sendPiece(id: string, file: File, offset: number): Promise<UploadState> {
  const headers = { ...OWN_PAGE, 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' }
  const answer = await fetch(`/uploads/parts/${id}`, { method: 'PATCH', headers, body: file.slice(offset, offset + PIECE_BYTES) })
  return opened(await answer.json()) as UploadState
}

const keyOf = ({ name, size, lastModified }: File) => `upload:${name}:${size}:${lastModified}`
const forget = (file: File) => localStorage.removeItem(keyOf(file))
