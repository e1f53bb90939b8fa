import type { ConvertOptions, Crop, Image } from '@/bridge/contract'
import type { Box } from '../viewer/view'

export const RATIOS = ['1:1', '4:3', '3:4', '3:2', '2:3', '16:9', '9:16', '4:5', '21:9'] as const
export const FORMATS = ['same', 'png', 'jpeg', 'webp', 'avif'] as const

export interface ConvertForm {
  /** `whole`: all of it. `free`: by the frame alone, of one picture. */
  ratio: 'whole' | 'free' | (typeof RATIOS)[number]
  crop: Crop | null
  width: number | null
  height: number | null
  fit: NonNullable<ConvertOptions['fit']>
  format: (typeof FORMATS)[number]
  quality: number
  background: string | null
}

export const UNCHANGED: ConvertForm = {
  ratio: 'whole',
  crop: null,
  width: null,
  height: null,
  fit: 'inside',
  format: 'same',
  quality: 90,
  background: null,
}

export const ratioOf = (ratio: string): number | null => {
  const [width, height] = ratio.split(':').map(Number)
  return width && height ? width / height : null
}

/** The largest part of this shape, in the middle. */
export function middlePart(picture: Box, ratio: number): Crop {
  const width = Math.min(picture.width, Math.round(picture.height * ratio))
  const height = Math.min(picture.height, Math.round(width / ratio))
  return { x: Math.round((picture.width - width) / 2), y: Math.round((picture.height - height) / 2), width, height }
}

export const wholePart = ({ width, height }: Box): Crop => ({ x: 0, y: 0, width, height })

/** The part that the form keeps of one picture. */
export function partOf({ ratio, crop }: ConvertForm, picture: Box): Crop {
  const shape = ratioOf(ratio)
  if (ratio === 'whole') return wholePart(picture)
  return crop ?? (shape ? middlePart(picture, shape) : wholePart(picture))
}

/** The size that comes out, in pixels. */
export function sizeAfter(form: ConvertForm, picture: Box): Box {
  const part = partOf(form, picture)
  const { width, height, fit } = form
  if (width && height) {
    if (fit !== 'inside') return { width, height }
    const scale = Math.min(width / part.width, height / part.height)
    return scaled(part, scale)
  }
  if (width) return { width, height: Math.max(1, Math.round((part.height * width) / part.width)) }
  if (height) return { width: Math.max(1, Math.round((part.width * height) / part.height)), height }
  return { width: part.width, height: part.height }
}

const scaled = ({ width, height }: Box, by: number): Box => ({
  width: Math.max(1, Math.round(width * by)),
  height: Math.max(1, Math.round(height * by)),
})

/** As the engine takes it; of several pictures only the shape is cropped to, about the middle of each. */
export function optionsOf(form: ConvertForm, images: readonly Image[]): ConvertOptions {
  const [image] = images
  const { ratio, width, height, fit, format, quality, background } = form
  const options: ConvertOptions = {}
  if (ratio !== 'whole') {
    if (images.length === 1 && image) options.crop = partOf(form, image)
    else if (ratio !== 'free') options.ratio = ratio
  }
  if (width) options.width = width
  if (height) options.height = height
  if (width && height) options.fit = fit
  if (format !== 'same') options.format = format
  if (format !== 'same' && format !== 'png') options.quality = quality
  if (background) options.background = background
  return options
}

const LEAST = 16

/** A frame after its corner or all of it was dragged by so many pixels; inside the picture, and in its shape where one is held. */
export function dragged(part: Crop, handle: Handle, by: { x: number; y: number }, picture: Box, ratio: number | null): Crop {
  if (handle === 'all') {
    return {
      ...part,
      x: clamp(part.x + by.x, 0, picture.width - part.width),
      y: clamp(part.y + by.y, 0, picture.height - part.height),
    }
  }
  const [west, north] = [handle.includes('w'), handle.includes('n')]
  // The corner across stays where it is.
  const fixed = { x: west ? part.x + part.width : part.x, y: north ? part.y + part.height : part.y }
  const room = { width: west ? fixed.x : picture.width - fixed.x, height: north ? fixed.y : picture.height - fixed.y }
  let width = clamp(part.width + (west ? -by.x : by.x), Math.min(LEAST, room.width), room.width)
  let height = clamp(part.height + (north ? -by.y : by.y), Math.min(LEAST, room.height), room.height)
  if (ratio) {
    width = Math.min(width, Math.floor(room.height * ratio))
    height = clamp(Math.round(width / ratio), 1, room.height)
  }
  return { width, height, x: west ? fixed.x - width : fixed.x, y: north ? fixed.y - height : fixed.y }
}

export const HANDLES = ['nw', 'ne', 'sw', 'se'] as const
export type Handle = (typeof HANDLES)[number] | 'all'

const clamp = (value: number, least: number, most: number) => Math.round(Math.min(Math.max(value, least), most))
