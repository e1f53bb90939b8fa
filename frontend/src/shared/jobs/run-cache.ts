import type { InfiniteData } from '@tanstack/react-query'
import type { Generation, Image, Run, RunPage, RunSummary } from '@/bridge/contract'
import { isLive } from './jobs'

const MAX_THUMBS = 4

export type RunPages = InfiniteData<RunPage, string | null>

/** `run` with one generation replaced. */
export function withGenerationOf(run: Run, generation: Generation): Run {
  return {
    ...run,
    generations: run.generations.map((known) => (known.id === generation.id ? generation : known)),
  }
}

/** `run` with a picture of a generation still at work; the same object where it is there already. */
export function withImage(run: Run, { id, generation_id }: Pick<Image, 'id' | 'generation_id'>): Run {
  const generation = run.generations.find((known) => known.id === generation_id)
  if (!generation || !isLive(generation.state) || generation.image_ids.includes(id)) return run
  return withGenerationOf(run, { ...generation, image_ids: [...generation.image_ids, id] })
}

/** `run` without a deleted image; the same object where it holds none such. */
export function withoutImage(run: Run, imageId: string): Run {
  if (!run.generations.some((generation) => generation.image_ids.includes(imageId))) return run
  return {
    ...run,
    generations: run.generations.map((generation) =>
      generation.image_ids.includes(imageId)
        ? { ...generation, image_ids: generation.image_ids.filter((id) => id !== imageId) }
        : generation,
    ),
  }
}

/** What the history shows of a run. */
export function summaryOf(run: Run): RunSummary {
  const images = run.generations.flatMap((generation) => generation.image_ids)
  return {
    id: run.id,
    prompt: run.prompt,
    created: run.created,
    models: run.generations.map((generation) => generation.model),
    states: run.generations.map((generation) => generation.state),
    thumbs: images.slice(0, MAX_THUMBS),
    image_count: images.length,
    cost: knownCost(run.generations),
    unpriced: hasUnpriced(run.generations),
    owner: run.owner,
  }
}

/** The sum of what is known, `null` where nothing is: what was free does not make the rest free. */
export function knownCost(generations: readonly Generation[]): number | null {
  const known = generations.reduce((sum, { cost }) => sum + (cost ?? 0), 0)
  const isOpen = hasUnpriced(generations) || generations.every(({ cost }) => cost === null)
  return known === 0 && isOpen ? null : known
}

/** Whether something came whose price nobody knows. */
export const hasUnpriced = (generations: readonly Generation[]): boolean => generations.some(({ state, cost }) => state === 'done' && cost === null)

/** The newest page with a run put on top; the same object where it is there already. */
export function withNewRun(pages: RunPages, run: Run): RunPages {
  const [first, ...rest] = pages.pages
  if (!first || holds(pages, run.id)) return pages
  const page = { ...first, runs: [summaryOf(run), ...first.runs], total: first.total + 1 }
  return { ...pages, pages: [page, ...rest] }
}

/** The pages with one run's line brought up to date; only the page that holds it is made anew. */
export function withChangedRun(pages: RunPages, run: Run): RunPages {
  if (!holds(pages, run.id)) return pages
  const summary = summaryOf(run)
  return {
    ...pages,
    pages: pages.pages.map((page) =>
      page.runs.some(({ id }) => id === run.id)
        ? { ...page, runs: page.runs.map((known) => (known.id === run.id ? summary : known)) }
        : page,
    ),
  }
}

export const holds = (pages: RunPages, runId: string) => pages.pages.some((page) => page.runs.some(({ id }) => id === runId))
