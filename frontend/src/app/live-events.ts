import { notifyManager, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Event, Job } from '@/bridge/contract'
import { subscribeEvents } from '@/bridge/events'
import { hearVotes } from '@/shared/images/choosing'
import { hearBatch } from '@/shared/batch/hear'
import { hearFamily } from '@/shared/images/family/offspring'
import { findImageJobs, hearImageJob } from '@/shared/jobs/image-jobs'
import { findLiveRuns, hearEvent } from '@/shared/jobs/live-runs'
import { hearDownload } from '@/shared/matting/queries'
import { paced } from '@/shared/jobs/paced'
import { hearSession } from '@/shared/refine/hear'
import { hearWords } from '@/shared/words/hear'
import { hearSettings } from '@/shared/studio/save-settings'
import { spendQuery } from '@/shared/studio/queries'
import { providersQuery, refreshModels } from '@/shared/providers/queries'
import { handleNotice } from './notices'

/** The one place that listens: runs and pictures are handed to `shared/jobs`, the rest is kept current here. */
export function useLiveEvents(): void {
  const client = useQueryClient()
  useEffect(() => {
    void findLiveRuns(client).catch(() => null)
    void findImageJobs().catch(() => null)
    const hear = paced<Event>((events) => notifyManager.batch(() => hearAll(client, events)))
    return subscribeEvents(hear)
  }, [client])
}

function hearAll(client: QueryClient, events: readonly Event[]): void {
  for (const event of events) {
    hearEvent(client, event)
    hearFamily(client, event)
    hearDownload(client, event)
    hearWords(client, event)
    hearVotes(client, event)
    hearBatch(client, event)
    hearSession(client, event)
    if (event.type === 'job.changed') hearImageJob(event.data.job as Job)
    if (event.type === 'reset') void findImageJobs().catch(() => null)
    if (event.type === 'notice') handleNotice(client, event.data)
  }
  const heard = new Set(events.map(({ type }) => type))
  if (heard.has('spend.changed')) refetchSpend(client)
  if (heard.has('people.changed')) void client.invalidateQueries({ queryKey: ['people'] })
  if (heard.has('settings.changed')) hearSettings(client, changedSettings(events))
  if (heard.has('provider.changed')) {
    void client.invalidateQueries({ queryKey: providersQuery.queryKey })
    refreshModels(client)
  }
}

/** The names of the settings that changed; `undefined` where all of them may have. */
function changedSettings(events: readonly Event[]): string[] | undefined {
  const names = events.filter(({ type }) => type === 'settings.changed').map(({ data }) => data.names as string[] | undefined)
  return names.every((each) => each !== undefined) ? names.flat() : undefined
}

/** The sums may come a moment after the pictures, and once for many. */
const SPEND_QUIET_MS = 200
let spendTimer: ReturnType<typeof setTimeout> | undefined

function refetchSpend(client: QueryClient): void {
  spendTimer ??= setTimeout(() => {
    spendTimer = undefined
    void client.invalidateQueries({ queryKey: spendQuery.queryKey })
  }, SPEND_QUIET_MS)
}
