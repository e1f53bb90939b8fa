export const GAP = 6
export const PADDING = 14

export interface TileLayout {
  columns: number
  /** Edge of the square tiles, CSS pixels. */
  size: number
  rows: number
}

/** Square tiles, about as large as wished for, that fill the width. */
export function layOut(total: number, width: number, wished: number): TileLayout {
  const room = Math.max(width - 2 * PADDING, 1)
  const columns = Math.max(1, Math.round((room + GAP) / (wished + GAP)))
  return { columns, size: Math.floor((room - GAP * (columns - 1)) / columns), rows: Math.ceil(total / columns) }
}

export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

/** The places of all tiles that a rectangle touches, in coordinates of the grid's content. */
export function touched({ left, top, right, bottom }: Box, { columns, size }: TileLayout, total: number): number[] {
  const step = size + GAP
  const span = (low: number, high: number, most: number) => {
    const first = Math.max(0, Math.ceil((low - PADDING - size) / step))
    const last = Math.min(most - 1, Math.floor((high - PADDING) / step))
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
  }
  const across = span(left, right, columns)
  return span(top, bottom, Math.ceil(total / columns)).flatMap((row) => across.map((column) => row * columns + column).filter((index) => index < total))
}

/** The place a key leads to from `index`; `page`: rows that are in sight. */
export function moved(index: number, key: string, { columns }: TileLayout, total: number, page: number): number {
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    PageUp: -columns * page,
    PageDown: columns * page,
    Home: -total,
    End: total,
  }
  const next = index + (steps[key] ?? 0)
  if (next >= 0 && next < total) return next
  const far = key === 'Home' || key === 'End' || key.startsWith('Page')
  return far ? Math.min(Math.max(next, 0), total - 1) : index
}
