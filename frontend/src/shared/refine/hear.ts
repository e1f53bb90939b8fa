import type { QueryClient } from '@tanstack/react-query'
import type { Event } from '@/bridge/contract'
import { sessionQuery } from './queries'

/** A step of a session was taken: what is shown of it is asked for anew. */
export function hearSession(client: QueryClient, { type, data }: Pick<Event, 'type' | 'data'>): void {
  if (type !== 'session.changed') return
  void client.invalidateQueries({ queryKey: sessionQuery(String(data.id)).queryKey })
  void client.invalidateQueries({ queryKey: ['sessions'] })
  void client.invalidateQueries({ queryKey: ['session.estimate', String(data.id)] })
}
