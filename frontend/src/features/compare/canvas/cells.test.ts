import { describe, expect, it } from 'vitest'
import { aGeneration, aRun } from '@/shared/jobs/a-run'
import { cellRatio, cellsOf } from './cells'
import { CAPTION, GAP, layOut, neighbour, PADDING } from './grid'

const kinds = (...generations: Parameters<typeof aGeneration>[1][]) =>
  cellsOf(aRun(generations.map((rest, index) => aGeneration(`g${index}`, rest)))).map(
    ({ key, kind }) => `${key} ${kind}`,
  )

describe('the cells of a run', () => {
  it('keeps a place for every image asked for, and its key when it arrives', () => {
    expect(kinds({ asked: { n: 2 } })).toEqual(['g0:0 waiting', 'g0:1 waiting'])
    expect(kinds({ state: 'running', asked: { n: 2 }, image_ids: ['i'] })).toEqual(['g0:0 image', 'g0:1 waiting'])
    expect(kinds({ state: 'done', asked: { n: 2 }, image_ids: ['i', 'j'] })).toEqual(['g0:0 image', 'g0:1 image'])
  })

  it('shows what did not come beside what did', () => {
    const error = { code: 'timeout', message: '', details: {} }
    expect(kinds({ state: 'done', image_ids: ['i'], error })).toEqual(['g0:0 image', 'g0:1 ended'])
    expect(kinds({ state: 'failed', error }, { state: 'done' })).toEqual(['g0:0 ended', 'g1:0 ended'])
  })

  it('has the ratio that was asked for, within bounds', () => {
    expect(cellRatio(aRun([]))).toBe(1)
    expect(cellRatio(aRun([], { params: { aspect_ratio: '4:3' } }))).toBeCloseTo(4 / 3)
    expect(cellRatio(aRun([], { params: { size: '100x1600' } }))).toBe(0.62)
  })
})

describe('the grid', () => {
  const canvas = { width: 1100, height: 700, ratio: 1, columns: 'auto' } as const

  it('has one to three columns by the number of cells, more when wide', () => {
    const columns = [1, 2, 3, 4, 5].map((cells) => layOut({ ...canvas, width: 1200, cells }).columns)
    expect(columns).toEqual([1, 2, 3, 3, 3])
    expect(layOut({ ...canvas, cells: 4, height: 1300 }).columns).toBe(2)
    expect(layOut({ ...canvas, cells: 64, width: 3400, height: 2000 }).columns).toBe(7)
    expect(layOut({ ...canvas, cells: 10, ratio: 16 / 9, width: 3250, height: 1900 }).columns).toBe(4)
  })

  it('never lets a row be taller than the canvas, nor wider', () => {
    for (const cells of [1, 2, 3, 6]) {
      const { columns, width, height } = layOut({ ...canvas, cells })
      expect(height + CAPTION + 2 * PADDING).toBeLessThanOrEqual(canvas.height)
      expect(columns * width + (columns - 1) * GAP + 2 * PADDING).toBeLessThanOrEqual(canvas.width)
    }
  })

  it('takes fewer columns than asked where they would not fit', () => {
    expect(layOut({ ...canvas, cells: 9, width: 560, columns: '4' }).columns).toBe(2)
  })

  it('moves by the arrow keys and stays inside', () => {
    expect(neighbour(0, 'ArrowRight', 3, 5)).toBe(1)
    expect(neighbour(1, 'ArrowDown', 3, 5)).toBe(4)
    expect(neighbour(2, 'ArrowDown', 3, 5)).toBe(2)
    expect(neighbour(0, 'ArrowLeft', 3, 5)).toBe(0)
    expect(neighbour(3, 'Home', 3, 5)).toBe(0)
    expect(neighbour(0, 'End', 3, 5)).toBe(4)
  })
})
