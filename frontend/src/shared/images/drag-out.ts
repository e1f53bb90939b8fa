import type { DragEvent } from 'react'
import { mediaUrl } from '@/bridge/call'
import type { Image } from '@/bridge/contract'

/** What a picture dragged inside of the studio carries. */
export const DRAGGED_IDS = 'application/x-omniimage-ids'

/** A picture dragged out is a file where the system lets a page do that, else its address. */
export function dragOut(event: DragEvent<HTMLElement>, image: Image): void {
  const address = new URL(mediaUrl(image.id), location.href).href
  const extension = image.mime_type.split('/')[1]?.replace('jpeg', 'jpg') ?? 'png'
  const name = `${image.created.slice(0, 10)}_${image.model?.split('/').at(-1) ?? image.kind}_${image.id.slice(-6)}.${extension}`
  event.dataTransfer.setData('DownloadURL', `${image.mime_type}:${name}:${address}`)
  event.dataTransfer.setData('text/uri-list', address)
  event.dataTransfer.setData(DRAGGED_IDS, image.id)
  event.dataTransfer.effectAllowed = 'copy'
}
