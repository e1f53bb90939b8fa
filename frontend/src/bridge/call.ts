import { PARAMETER_ORDER, REPEATABLE, type ApiMethods, type Imported, type MattingModel } from './contract'
import { once } from './once'
import { opened, StudioError } from './studio-error'
import { transport } from './transport'
import { exposedFunctions } from './window-api'

export { StudioError } from './studio-error'

export type Method = keyof ApiMethods
type Arguments = Record<string, unknown>

/** What our own pages send, and no other site's page can. */
const OWN_PAGE = { 'X-OmniImage': '1' }

/** Asks the engine; throws a `StudioError` where it answers with one or not at all. What costs is then asked for once more, see `once`. */
export async function call<M extends Method>(
  method: M,
  ...[args]: Parameters<ApiMethods[M]>
): Promise<ReturnType<ApiMethods[M]>> {
  const question = JSON.stringify([method, args])
  const ahead = asked.get(question)
  asked.delete(question)
  const put = async (more: Arguments) => {
    try {
      return opened(await (ahead ?? ask(method, { ...args, ...more }))) as ReturnType<ApiMethods[M]>
    } catch (error) {
      if (isGone(error)) for (const hear of watchers) hear(method)
      throw error
    }
  }
  return isRepeatable(method) ? once(question, (request_id) => put({ request_id }), isBack) : put({})
}

const isRepeatable = (method: Method) => REPEATABLE.some((each) => each === method)
const isGone = (error: unknown) => error instanceof StudioError && error.code === 'engine_gone'

const PAUSE_MS = 1500

/** Once the engine answers again; `false` where it does not `within` so many milliseconds. */
export async function isBack(within = Infinity): Promise<boolean> {
  const until = Date.now() + within
  while (!(await answers())) {
    await new Promise((wake) => setTimeout(wake, PAUSE_MS))
    // A machine that slept finds its time gone by.
    if (Date.now() > until) return false
  }
  return true
}

const answers = () =>
  call('studio_info', {}).then(
    () => true,
    (error: unknown) => !isGone(error),
  )

type Watcher = (method: Method) => void
const watchers = new Set<Watcher>()

/** Hears of each question that the engine did not answer. The returned function ends it. */
export function watchUnanswered(hear: Watcher): () => void {
  watchers.add(hear)
  return () => void watchers.delete(hear)
}

/** A page of the history: somewhat more than a tall window shows. */
export const RUNS_AT_ONCE = 30

/** For this long a question asked ahead waits for who wants its answer. */
const AHEAD_MS = 2000
const asked = new Map<string, Promise<unknown>>()

/** Asks now what a first `call` with the same arguments will want to know. */
export async function askAhead<M extends Method>(
  method: M,
  ...[args]: Parameters<ApiMethods[M]>
): Promise<ReturnType<ApiMethods[M]>> {
  const question = JSON.stringify([method, args])
  const answer = ask(method, args ?? {})
  asked.set(question, answer)
  setTimeout(() => asked.delete(question), AHEAD_MS)
  return opened(await answer) as ReturnType<ApiMethods[M]>
}

const ask = (method: Method, args: Arguments): Promise<unknown> =>
  transport() === 'window' ? askWindow(method, args) : askServer(method, args)

/** The window's functions take their arguments by position; null stands for one left out. */
async function askWindow(method: Method, args: Arguments): Promise<unknown> {
  const functions = await exposedFunctions()
  const ask = functions[method]
  if (!ask) throw new StudioError('engine_gone', `the window has no ${method}`)
  const values = PARAMETER_ORDER[method].map((name) => args[name] ?? null)
  try {
    return await ask(...values)
  } catch {
    throw new StudioError('internal')
  }
}

async function askServer(method: Method, args: Arguments): Promise<unknown> {
  const headers = { 'Content-Type': 'application/json', ...OWN_PAGE }
  try {
    const answer = await fetch(`/api/${method}`, { method: 'POST', headers, body: JSON.stringify(args) })
    if (answer.status === 401) throw new StudioError('engine_gone', 'the session has ended', { status: 401 })
    return await answer.json()
  } catch (error) {
    throw error instanceof StudioError ? error : new StudioError('engine_gone')
  }
}

/** Sends files into the library; `onProgress` hears the part sent, 0 to 1. Refused files are named in the answer. `signal` breaks off. */
export async function uploads(files: readonly File[], onProgress?: (part: number) => void, signal?: AbortSignal): Promise<Imported> {
  if (signal?.aborted) throw new StudioError('cancelled')
  const form = new FormData()
  for (const file of files) form.append('file', file)
  const answer = await new Promise<unknown>((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', '/uploads')
    for (const [name, value] of Object.entries(OWN_PAGE)) request.setRequestHeader(name, value)
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total ? loaded / total : 0)
    request.onabort = () => reject(new StudioError('cancelled'))
    signal?.addEventListener('abort', () => request.abort())
    request.onerror = () => reject(new StudioError('engine_gone'))
    request.onload = () => resolve(request.response)
    request.send(form)
  })
  return opened(answer) as Imported
}

/** Ends this browser's session. */
export async function signOut(): Promise<void> {
  await fetch('/logout', { method: 'POST', headers: OWN_PAGE })
}

/** Sends a matting model of the user's own. */
export async function uploadModel(file: File): Promise<MattingModel> {
  const address = `/uploads/model?name=${encodeURIComponent(file.name)}`
  try {
    const answer = await fetch(address, { method: 'POST', headers: OWN_PAGE, body: file })
    return opened(await answer.json()) as MattingModel
  } catch (error) {
    throw error instanceof StudioError ? error : new StudioError('engine_gone')
  }
}

/** The original bytes; with `?download=1` as a file. */
export const mediaUrl = (id: string): string => `/media/${id}`

/** Where a browser fetches the ZIP that a job has written. */
export const zipUrl = (jobId: string): string => `/downloads/${jobId}`

/** A WebP that fits into a square of `size` pixels. */
export const thumbUrl = (id: string, size: 320 | 768 = 320): string => `/media/${id}/thumb?size=${size}`
