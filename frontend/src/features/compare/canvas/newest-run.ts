import { useInfiniteQuery, type InfiniteData, type QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Me, RunPage } from '@/bridge/contract'
import { runQuery, runsQuery } from '@/shared/jobs/queries'
import { meQuery, useMe } from '@/shared/people/queries'
import { showRun, useCanvas } from './canvas-state'

/** Before anything is drawn: the newest run, so that the first drawing shows it. */
export async function showNewestRun(client: QueryClient): Promise<void> {
  const [history, me] = await Promise.all([client.infiniteQuery(runsQuery('')), client.query(meQuery)])
  const newest = newestOf(me, history)
  if (newest) await client.query(runQuery(newest))
  showFirst(newest)
}

/** After a start one's own newest run is shown, and what of it is still at work. */
export function useNewestRun(): void {
  const newest = newestOf(useMe(), useInfiniteQuery(runsQuery('')).data)
  useEffect(() => showFirst(newest), [newest])
}

const newestOf = ({ id }: Me, history: InfiniteData<RunPage> | undefined) =>
  history?.pages[0]?.runs.find(({ owner }) => owner === id)?.id

function showFirst(newest: string | undefined): void {
  if (newest && useCanvas.getState().runId === null) showRun(newest)
}
