import type { TFunction } from 'i18next'
import { call, uploads } from '@/bridge/call'
import { uploadInParts } from '@/bridge/upload-parts'
import type { ErrorInfo, Imported } from '@/bridge/contract'
import { asErrorInfo, errorWords } from '@/shared/errors/error-text'
import { toast } from '@/shared/ui/toasts'
import { beginBringing } from '@/shared/jobs/bringing'
import { foundIn, type ImageContext } from './image-target'
import { byAge, childOf, familyOf } from './family/offspring'
import { imageQuery } from './queries'
import { openViewer } from './viewer-state'

/** What the engine reads; folders are looked through for these. */
export const PICTURE_TYPES = '.png,.jpg,.jpeg,.webp,.avif,.gif,.tif,.tiff,.bmp,.heic,.heif'
const ENDS_AS_PICTURE = new RegExp(`\\.(${PICTURE_TYPES.replaceAll('.', '').replaceAll(',', '|')})$`, 'i')
/** In one request: few, so that it shows how far it is. */
const MOST_FILES = 8
/** From here on a file goes piece by piece, so that a lost connection does not begin it anew. */
const LARGE_BYTES = 2_000_000
/** Refusals that are told one by one; of more only how many. */
const MOST_TOLD = 2

/**
 * Sends files in, some at a time, told in the list of what runs; what is not a picture is told by name. Returns the ids of
 * those that are in: where it is stopped or the engine is lost, of those that came before.
 */
export async function bringIn(files: readonly File[], context: ImageContext): Promise<string[]> {
  const all: Imported = { image_ids: [], refused: [] }
  const stop = new AbortController()
  const progress = beginBringing(files.length, sizeOf(files), () => stop.abort())
  try {
    for (const some of portions(files)) {
      const { image_ids, refused } = await send(some, progress.sent, stop.signal)
      all.image_ids.push(...image_ids)
      all.refused.push(...refused)
      progress.arrived(some.length, sizeOf(some))
    }
  } catch (error) {
    sayBrokenOff(asErrorInfo(error), all, files.length, context.t)
  } finally {
    progress.end()
  }
  return take(all, context)
}

function send(files: readonly File[], onBytes: (sent: number) => void, signal: AbortSignal): Promise<Imported> {
  const [first] = files
  if (first && files.length === 1 && first.size >= LARGE_BYTES) return uploadInParts(first, onBytes, signal)
  const size = sizeOf(files)
  return uploads(files, (part) => onBytes(part * size), signal)
}

function sayBrokenOff(error: Pick<ErrorInfo, 'code' | 'details'>, { image_ids }: Imported, total: number, t: TFunction): void {
  const came = t('images.broughtPart', { done: image_ids.length, total })
  if (error.code === 'cancelled') toast(came)
  else toast(`${errorWords(t, error).title} · ${came}`, { kind: 'error' })
}

const sizeOf = (files: readonly File[]) => files.reduce((sum, { size }) => sum + size, 0)

/** In their order: small files several at a time, each large one by itself. */
function portions(files: readonly File[]): File[][] {
  const found: File[][] = []
  for (const file of files) {
    const last = found.at(-1)
    const fits = last && last.length < MOST_FILES && last.every(({ size }) => size < LARGE_BYTES)
    if (fits && file.size < LARGE_BYTES) last.push(file)
    else found.push([file])
  }
  return found
}

/** The system's dialogs of the window: for files, or for a folder with all that is below it. */
export const pickIn = async (what: 'files' | 'folder', context: ImageContext): Promise<string[]> =>
  take(await call(what === 'files' ? 'pick_images' : 'pick_folder', {}), context)

/** What came in, to look at and work on. */
export const openBroughtIn = (ids: readonly string[]): void => {
  if (ids.length > 0) openViewer({ ids, shown: ids.slice(0, 1) })
}

/** All that was ever brought in, newest first, each with what was made of it. */
export async function broughtInEver({ client }: ImageContext): Promise<string[]> {
  const [sources, made] = await Promise.all([
    call('list_images', { query: { kind: 'imported', limit: 500 } }),
    call('list_images', { query: { derived: true, limit: 1000 } }),
  ])
  for (const image of [...sources.images, ...made.images]) client.setQueryData(imageQuery(image.id).queryKey, image)
  const all = made.images.flatMap(childOf).sort(byAge)
  return sources.images.flatMap(({ id }) => [id, ...familyOf(id, all).map((child) => child.id)])
}

async function take({ image_ids, refused }: Imported, context: ImageContext): Promise<string[]> {
  sayRefused(context.t, refused)
  const [first] = image_ids
  if (first && context.takeRecipe) {
    const found = foundIn(await context.client.query(imageQuery(first)))
    const { takeRecipe, t } = context
    if (found?.prompt) {
      const onSelect = () => takeRecipe(found)
      toast(t('images.found.offer', { tool: found.tool }), { actions: [{ label: t('images.found.use'), onSelect }], seconds: 12 })
    }
  }
  return image_ids
}

function sayRefused(t: TFunction, refused: Imported['refused']): void {
  for (const { name, error } of refused.slice(0, MOST_TOLD)) {
    toast(t('images.refused', { name, why: errorWords(t, error).title }), { kind: 'error' })
  }
  const more = refused.length - MOST_TOLD
  if (more > 0) toast(t('images.refusedMore', { count: more }), { kind: 'error' })
}

/** The files of a drop, those of folders as well: of a folder only the pictures, of files all, to say what is none. */
export async function filesOf(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry())
  const loose = [...transfer.files]
  if (entries.every((entry) => !entry?.isDirectory)) return loose
  const found = await Promise.all(entries.map(async (entry) => (entry ? filesBelow(entry, true) : [])))
  return found.flat()
}

async function filesBelow(entry: FileSystemEntry, top: boolean): Promise<File[]> {
  if (entry.name.startsWith('.')) return []
  if (isFile(entry)) {
    if (!top && !ENDS_AS_PICTURE.test(entry.name)) return []
    return [await new Promise<File>((resolve, reject) => entry.file(resolve, reject))]
  }
  const below: FileSystemEntry[] = []
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) break
    below.push(...some)
  }
  return (await Promise.all(below.map((each) => filesBelow(each, false)))).flat()
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile

/** The browser's own dialog. */
export function pickFiles({ folder = false } = {}): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.multiple = true
    if (folder) input.webkitdirectory = true
    else input.accept = PICTURE_TYPES
    input.onchange = () => resolve([...(input.files ?? [])].filter(({ name }) => !folder || ENDS_AS_PICTURE.test(name)))
    input.oncancel = () => resolve([])
    input.click()
  })
}
