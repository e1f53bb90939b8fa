import type { Generation, ModelParams, Run } from '@/bridge/contract'
import { isLive } from '@/shared/jobs/jobs'
import { parseRatio, parseSize } from '@/shared/parameters/ratios'

/** One place on the canvas. Its key stays when a picture arrives, so that it arrives in its own place. */
export interface Cell {
  key: string
  kind: 'image' | 'waiting' | 'ended'
  generation: Generation
  imageId: string | null
  /** Which of the generation's places this is, from 0. */
  index: number
}

/** The places of a run: one for each image asked for, and one more where some did not come. */
export const cellsOf = (run: Run): Cell[] => run.generations.flatMap(cellsOfGeneration)

function cellsOfGeneration(generation: Generation): Cell[] {
  const place = (kind: Cell['kind'], index: number): Cell => ({
    key: `${generation.id}:${index}`,
    kind,
    generation,
    imageId: kind === 'image' ? (generation.image_ids[index] ?? null) : null,
    index,
  })
  const came = generation.image_ids.length
  const cells = generation.image_ids.map((_, index) => place('image', index))
  if (isLive(generation.state)) {
    const asked = Math.max(1, (generation.asked as ModelParams).n ?? 1)
    for (let index = came; index < asked; index++) cells.push(place('waiting', index))
  } else if (generation.state !== 'done' || generation.error || came === 0) {
    cells.push(place('ended', came))
  }
  return cells
}

/** Width over height of the run's cells: what was asked for, kept within what tiles well. */
export function cellRatio(run: Run): number {
  const size = parseSize(run.params.size)
  const asked = size ? size.width / size.height : parseRatio(run.params.aspect_ratio)
  return Math.min(Math.max(asked ?? 1, 0.62), 1.9)
}
