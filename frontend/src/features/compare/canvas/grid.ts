export interface GridLayout {
  columns: number
  /** Width of a cell and height of its picture, CSS pixels. */
  width: number
  height: number
}

export const GAP = 12
export const PADDING = 16
/** The line under each picture: name, time, cost. */
export const CAPTION = 38
const MIN_WIDTH = 232
/** Wider, and the thumbnail would look soft. */
const MAX_WIDTH = 1100
/** From this width on a canvas may have more than three columns, of at least so wide cells. */
const WIDE = 1700
const WIDE_CELL = 440

export interface GridRequest {
  cells: number
  /** Width over height of a picture. */
  ratio: number
  /** The canvas, CSS pixels. */
  width: number
  height: number
  columns: 'auto' | '1' | '2' | '3' | '4'
}

/** Columns by the number of cells, more on wide canvases; a picture is never taller than the canvas. */
export function layOut({ cells, ratio, width, height, columns }: GridRequest): GridLayout {
  const room = Math.max(width - 2 * PADDING, MIN_WIDTH)
  const most = Math.max(1, Math.floor((room + GAP) / (MIN_WIDTH + GAP)))
  const wanted = columns === 'auto' ? automatic({ cells, ratio, width, height }) : Number(columns)
  const count = Math.min(wanted, most)
  const share = (room - GAP * (count - 1)) / count
  const tallest = Math.max(height - 2 * PADDING - CAPTION, 200)
  const cellWidth = Math.floor(Math.min(share, MAX_WIDTH, Math.max(tallest * ratio, MIN_WIDTH)))
  return { columns: count, width: cellWidth, height: Math.round(cellWidth / ratio) }
}

/** One to three by the number of cells, four as two by two where they fit; on wide canvases more, until all are in sight. */
function automatic({ cells, ratio, width, height }: Omit<GridRequest, 'columns'>): number {
  let columns = cells === 4 ? 2 : Math.min(Math.max(cells, 1), 3)
  const most = width < WIDE ? Math.min(cells, 3) : Math.min(cells, Math.floor(width / WIDE_CELL))
  const isInSight = () => Math.ceil(cells / columns) * (width / columns / ratio + CAPTION + GAP) <= height
  while (columns < most && !isInSight()) columns++
  return columns
}

/** The cell an arrow key leads to from `index`, or `index` where there is none. */
export function neighbour(index: number, key: string, columns: number, cells: number): number {
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }
  if (key === 'Home') return 0
  if (key === 'End') return Math.max(0, cells - 1)
  const next = index + (steps[key] ?? 0)
  return next >= 0 && next < cells ? next : index
}
