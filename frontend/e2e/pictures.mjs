/** Pictures drawn for the journeys, as PNG. */
import { crc32, deflateSync } from 'node:zlib'

/** `paint(x, y)` answers `[red, green, blue]`, 0 to 255. `text`: tEXt chunks by keyword. */
export function png(width, height, paint, text = {}) {
  const rows = Buffer.alloc(height * (1 + 3 * width))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows.set(paint(x, y), y * (1 + 3 * width) + 1 + 3 * x)
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const words = Object.entries(text).map(([keyword, value]) => chunk('tEXt', Buffer.from(`${keyword}\0${value}`, 'latin1')))
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
    chunk('IHDR', header),
    ...words,
    chunk('IDAT', deflateSync(rows, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const length = Buffer.alloc(4)
  const check = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

/** Always the same noise, −1 to 1. */
const noise = (x, y) => Math.sin(x * 12.9898 + y * 78.233) * 43758.5453 % 1

const COLOURS = [[200, 90, 60], [60, 140, 200], [90, 170, 80], [180, 150, 60]]

/** Four busy pictures with a white gap between them, `side` pixels each. */
export const grid = (side = 240, gap = 16) =>
  png(2 * side + gap, 2 * side + gap, (x, y) => {
    const [column, row] = [x >= side + gap ? 1 : 0, y >= side + gap ? 1 : 0]
    if ((x >= side && x < side + gap) || (y >= side && y < side + gap)) return [255, 255, 255]
    const colour = COLOURS[row * 2 + column]
    const light = 0.6 + 0.25 * Math.sin((x + 2 * y) / 17 + row) + 0.15 * noise(x, y)
    return colour.map((value) => Math.max(0, Math.min(255, Math.round(value * light))))
  })

/** A red ball before a plain, softly graded grey. */
export const product = (size = 320) =>
  png(size, size, (x, y) => {
    const far = Math.hypot(x - size / 2, y - size / 2) / size
    if (far < 0.28) return [200, Math.round(40 + 90 * far), 50]
    const grey = Math.round(226 + (14 * y) / size)
    return [grey, grey, grey]
  })

/** Nothing but noise and stripes: no grid, no plain background. */
export const busy = (width = 300, height = 200, text = {}) =>
  png(width, height, (x, y) => [128 + 110 * noise(x, y), 128 + 100 * Math.sin(x / 7 + y / 5), 128 + 110 * noise(y, x)].map((value) => Math.max(0, Math.min(255, Math.round(value)))), text)
