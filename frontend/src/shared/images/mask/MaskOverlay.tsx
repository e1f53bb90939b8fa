import { thumbUrl } from '@/bridge/call'

/** Where a picture is to change, as a tint over its thumbnail. */
export function MaskOverlay({ id }: { id: string }) {
  const image = `url(${thumbUrl(id, 320)})`
  return (
    <span
      aria-hidden
      className="pointer-events-none absolute inset-0 rounded-control bg-accent/75 [mask-mode:luminance] [mask-position:center] [mask-size:cover]"
      style={{ maskImage: image }}
    />
  )
}
