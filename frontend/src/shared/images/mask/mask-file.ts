import { call, mediaUrl, uploads } from '@/bridge/call'

/** Long edge of what is painted on. A mask is laid over its picture whatever the size of both. */
const MAX_EDGE = 2048

export interface Ground {
  /** The picture, at the size of the mask. */
  picture: HTMLCanvasElement
  /** What is painted already: opaque where the picture is to change. */
  painted: HTMLCanvasElement | null
}

/** The picture to paint on, and the mask it has. */
export async function loadGround(imageId: string, maskId: string | null): Promise<Ground> {
  const { width, height } = await call('get_image', { img_id: imageId })
  const scale = Math.min(1, MAX_EDGE / Math.max(width, height))
  const size = { resizeWidth: Math.max(1, Math.round(width * scale)), resizeHeight: Math.max(1, Math.round(height * scale)), resizeQuality: 'high' as const }
  const [picture, mask] = await Promise.all([pixels(imageId, size), maskId ? pixels(maskId, size) : null])
  return { picture: drawn(picture).canvas, painted: mask && paintedOf(mask) }
}

async function pixels(id: string, size: ImageBitmapOptions): Promise<ImageBitmap> {
  const answer = await fetch(mediaUrl(id))
  if (!answer.ok) throw new Error(String(answer.status))
  return createImageBitmap(await answer.blob(), size)
}

function canvasOf({ width, height }: { width: number; height: number }) {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width, height })
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no canvas')
  return { canvas, context }
}

/** On a canvas, for a bitmap holds its memory until it is closed. */
function drawn(bitmap: ImageBitmap) {
  const { canvas, context } = canvasOf(bitmap)
  context.drawImage(bitmap, 0, 0)
  bitmap.close()
  return { canvas, context }
}

/** White and black as opaque and clear. */
function paintedOf(mask: ImageBitmap): HTMLCanvasElement {
  const { canvas, context } = drawn(mask)
  const image = context.getImageData(0, 0, canvas.width, canvas.height)
  const { data } = image
  for (let at = 0; at < data.length; at += 4) data[at + 3] = ((data[at] ?? 0) * (data[at + 3] ?? 0)) / 255
  context.putImageData(image, 0, 0)
  return canvas
}

/** What is painted as a mask's file: white where the picture is to change, black elsewhere; `null` where nothing is. */
export async function maskFileOf(painted: HTMLCanvasElement): Promise<File | null> {
  const { canvas, context } = canvasOf(painted)
  context.drawImage(painted, 0, 0)
  const image = context.getImageData(0, 0, canvas.width, canvas.height)
  const { data } = image
  let any = false
  for (let at = 0; at < data.length; at += 4) {
    const white = data[at + 3] ?? 0
    if (white > 0) any = true
    data[at] = data[at + 1] = data[at + 2] = white
    data[at + 3] = 255
  }
  if (!any) return null
  context.putImageData(image, 0, 0)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!blob) throw new Error('no mask')
  return new File([blob], 'mask.png', { type: 'image/png' })
}

/** Keeps the mask in the library, from where a request takes it. `signal` breaks off. */
export async function keepMask(file: File, signal: AbortSignal): Promise<string> {
  const { image_ids: [id], refused } = await uploads([file], undefined, signal)
  if (!id) throw new Error(refused[0]?.error.message)
  return id
}
