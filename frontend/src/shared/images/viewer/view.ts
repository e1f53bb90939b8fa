/** Where one looks in a picture: free of pixels, so that pictures of different sizes share one view. */
export interface View {
  /** 1 fits the picture into its pane. */
  zoom: number
  /** The point of the picture at the middle of the pane, 0..1 from its left and top. */
  x: number
  y: number
}

export interface Box {
  width: number
  height: number
}

export interface Point {
  x: number
  y: number
}

export const FITTED: View = { zoom: 1, x: 0.5, y: 0.5 }
/** How far in: screen pixels to one pixel of the picture. */
const MAX_PIXEL = 16

/** CSS pixels per picture pixel at which the whole picture is seen; small pictures are not blown up. */
export const fitScale = (pane: Box, picture: Box): number =>
  Math.min(pane.width / picture.width, pane.height / picture.height, 1) || 1

/** The zoom that shows one pixel of the picture as `pixels` pixels of the screen. */
export const zoomForPixels = (pane: Box, picture: Box, pixels = 1, ratio = 1): number =>
  pixels / ratio / fitScale(pane, picture)

const maxZoom = (pane: Box, picture: Box) => Math.max(1, zoomForPixels(pane, picture, MAX_PIXEL))

/** `view` kept where there is something to see: no border inside the pane, no less than fitted. */
export function clampView(view: View, pane: Box, picture: Box): View {
  const zoom = Math.min(Math.max(view.zoom, 1), maxZoom(pane, picture))
  const scale = fitScale(pane, picture) * zoom
  return {
    zoom,
    x: clampCentre(view.x, pane.width, picture.width * scale),
    y: clampCentre(view.y, pane.height, picture.height * scale),
  }
}

/** Zoom so that the picture's point under `at` (from the pane's middle) stays there. */
export function zoomAt(view: View, zoom: number, at: Point, pane: Box, picture: Box): View {
  const limited = Math.min(Math.max(zoom, 1), maxZoom(pane, picture))
  const before = fitScale(pane, picture) * view.zoom
  const after = fitScale(pane, picture) * limited
  const shift = (offset: number, edge: number) => offset / (before * edge) - offset / (after * edge)
  return clampView(
    { zoom: limited, x: view.x + shift(at.x, picture.width), y: view.y + shift(at.y, picture.height) },
    pane,
    picture,
  )
}

/** Drag the picture by `by` CSS pixels. */
export function panBy(view: View, by: Point, pane: Box, picture: Box): View {
  const scale = fitScale(pane, picture) * view.zoom
  return clampView(
    { ...view, x: view.x - by.x / (scale * picture.width), y: view.y - by.y / (scale * picture.height) },
    pane,
    picture,
  )
}

/** Size and place of the picture inside its pane, CSS pixels. */
export function placeOf(view: View, pane: Box, picture: Box): Box & Point {
  const scale = fitScale(pane, picture) * view.zoom
  const width = picture.width * scale
  const height = picture.height * scale
  return { width, height, x: pane.width / 2 - view.x * width, y: pane.height / 2 - view.y * height }
}

function clampCentre(centre: number, pane: number, shown: number): number {
  if (shown <= pane) return 0.5
  const margin = pane / 2 / shown
  return Math.min(Math.max(centre, margin), 1 - margin)
}

const ALIKE = 0.02

/** Whether two pictures have one shape, so that they may lie over each other whatever their sizes. */
export const isAlike = (a: Box, b: Box): boolean => Math.abs(a.width / a.height / (b.width / b.height) - 1) < ALIKE

/** `picture` as large as fits into `place`, in its middle. */
export function placeInside(place: Box & Point, picture: Box): Box & Point {
  const scale = Math.min(place.width / picture.width, place.height / picture.height)
  const [width, height] = [picture.width * scale, picture.height * scale]
  return { width, height, x: place.x + (place.width - width) / 2, y: place.y + (place.height - height) / 2 }
}
