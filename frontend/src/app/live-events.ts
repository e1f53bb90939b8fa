import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { subscribeEvents } from '@/bridge/events'
import { findLiveRuns, hearEvent } from '@/shared/jobs/live-runs'
import { refetchSettings } from '@/shared/studio/save-settings'
import { spendQuery } from '@/shared/studio/queries'
import { providersQuery } from '@/shared/providers/queries'
import { handleNotice } from './notices'

/** The one place that listens: runs and pictures are handed to `shared/jobs`, the rest is kept current here. */
export function useLiveEvents(): void {
  const client = useQueryClient()
  useEffect(() => {
    void findLiveRuns(client).catch(() => null)
    return subscribeEvents((event) => {
      hearEvent(client, event)
      switch (event.type) {
        case 'spend.changed':
          return void client.invalidateQueries({ queryKey: spendQuery.queryKey })
        case 'provider.changed':
          void client.invalidateQueries({ queryKey: providersQuery.queryKey })
          return void client.invalidateQueries({ queryKey: ['models'] })
        case 'settings.changed':
          return void refetchSettings(client)
        case 'notice':
          return handleNotice(event.data)
      }
    })
  }, [client])
}
