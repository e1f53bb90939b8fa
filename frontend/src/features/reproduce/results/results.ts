import { useQueries } from '@tanstack/react-query'
import type { Generation, Reproduction, Run } from '@/bridge/contract'
import { isLive } from '@/shared/jobs/jobs'
import { runQuery } from '@/shared/jobs/queries'

/** One place beside the source: a picture, or one that is waited for or did not come. */
export interface Result {
  key: string
  generation: Generation
  image: string | null
}

/** The places of the runs, the newest run first. */
export const resultsOf = (runs: readonly Run[]): Result[] => runs.flatMap((run) => run.generations.flatMap(placesOf))

function placesOf(generation: Generation): Result[] {
  const came = generation.image_ids.map((image, index) => ({ key: `${generation.id}:${index}`, generation, image }))
  const isMissing = isLive(generation.state) || generation.error !== null || came.length === 0
  return isMissing ? [...came, { key: `${generation.id}:${came.length}`, generation, image: null }] : came
}

export function useResults(row: Reproduction | undefined): Result[] {
  const ids = [...(row?.run_ids ?? [])].reverse()
  return useQueries({
    queries: ids.map((id) => runQuery(id)),
    combine: (answers) => resultsOf(answers.flatMap(({ data }) => data ?? [])),
  })
}
