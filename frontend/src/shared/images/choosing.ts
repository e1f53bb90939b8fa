import { queryOptions, useQuery, type QueryClient } from '@tanstack/react-query'
import { call } from '@/bridge/call'
import type { Event, Image } from '@/bridge/contract'

/** What was thought of a run; `null`: nothing yet. It only changes by events. */
export const ballotQuery = (runId: string) =>
  queryOptions({ queryKey: ['ballot', runId], queryFn: () => call('get_ballot', { run_id: runId }), staleTime: Infinity })

export const ratingsQuery = (blindOnly: boolean) =>
  queryOptions({ queryKey: ['ratings', blindOnly], queryFn: () => call('get_ratings', { blind_only: blindOnly }), placeholderData: (known) => known })

/** The best picture of a run, where one was chosen. */
export const useWinner = (runId: string): string | undefined => useQuery(ballotQuery(runId)).data?.winner

/** Makes a picture the best of its run; the second time takes that back. */
export async function pickWinner(client: QueryClient, { id, run_id }: Image): Promise<void> {
  if (!run_id) return
  const before = await client.query(ballotQuery(run_id))
  if (before?.winner === id) await call('take_back_vote', { run_id })
  else await call('vote', { run_id, winner: id })
}

/** A vote changes what is known of its run, and every rating. */
export function hearVotes(client: QueryClient, { type, data }: Pick<Event, 'type' | 'data'>): void {
  if (type !== 'ratings.changed') return
  void client.invalidateQueries({ queryKey: ['ballot', data.run_id] })
  void client.invalidateQueries({ queryKey: ['ratings'] })
}
