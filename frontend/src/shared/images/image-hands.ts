import { call, mediaUrl, StudioError } from '@/bridge/call'
import type { Image } from '@/bridge/contract'
import { sayFailed } from '@/shared/errors/say-failed'
import { toast } from '@/shared/ui/toasts'
import type { ImageContext } from './image-target'
import { exportOptions, useExportDraft } from './tools/export-state'
import { without } from './viewer-state'

/** Each to a file: the window asks where, a browser puts it with its downloads. */
export async function saveImages(ids: string[], { t, transport }: ImageContext): Promise<void> {
  for (const id of ids) {
    if (transport === 'browser') download(id)
    else if ((await call('save_image', { img_id: id, options: exportOptions(useExportDraft.getState()) })).path) toast(t('images.saved'))
  }
}

function download(id: string): void {
  const link = document.createElement('a')
  link.href = `${mediaUrl(id)}?download=1`
  link.download = ''
  link.click()
}

/** One picture to the clipboard, as PNG, which is what every program takes. */
export async function copyImages(ids: string[], { t, transport }: ImageContext): Promise<void> {
  const [id] = ids
  if (!id) return
  if (transport === 'window') await call('copy_image', { img_id: id })
  else await toClipboard(() => navigator.clipboard.write([new ClipboardItem({ 'image/png': pngOf(id) })]))
  toast(t('images.copied'))
}

/** A page may be kept from the clipboard, and over plain HTTP there is none. */
async function toClipboard(write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (error) {
    throw new StudioError('clipboard_failed', String(error))
  }
}

async function pngOf(id: string): Promise<Blob> {
  const blob = await (await fetch(mediaUrl(id))).blob()
  if (blob.type === 'image/png') return blob
  const picture = await createImageBitmap(blob)
  const canvas = new OffscreenCanvas(picture.width, picture.height)
  canvas.getContext('2d')?.drawImage(picture, 0, 0)
  picture.close()
  return canvas.convertToBlob({ type: 'image/png' })
}

export async function copyText(text: string, { t }: ImageContext): Promise<void> {
  await toClipboard(() => navigator.clipboard.writeText(text))
  toast(t('images.promptCopied'))
}

export const toggleFavourite = (images: readonly Pick<Image, 'id'>[], favourite: boolean) =>
  call('set_favourites', { img_ids: images.map(({ id }) => id), favourite })

export async function copyFiles(ids: string[], { t }: ImageContext): Promise<void> {
  await call('copy_files', { img_ids: ids })
  toast(t('images.filesCopied', { count: ids.length }))
}

/** Into the bin at once; the message offers to take it back. `quiet`: it is itself the taking back of something. */
export async function deleteImages(ids: string[], { t }: ImageContext, quiet = false): Promise<void> {
  const { image_ids } = await call('delete_images', { img_ids: ids })
  for (const id of image_ids) without(id)
  if (quiet) return
  const onSelect = () => void call('restore_images', { img_ids: image_ids }).catch((error: unknown) => sayFailed(t, error))
  toast(t('images.deleted', { count: image_ids.length }), { actions: [{ label: t('images.undo'), onSelect }] })
}
