import type { QueryClient } from '@tanstack/react-query'
import type { Event } from '@/bridge/contract'

/** What is shown of a batch is asked for anew at most so often: a task more or less is no reason to draw. */
const QUIET_MS = 500

let changed = new Set<string>()
let timer: ReturnType<typeof setTimeout> | undefined

/** Notes which batches changed, and has what is shown of them fetched again. */
export function hearBatch(client: QueryClient, { type, data }: Pick<Event, 'type' | 'data'>): void {
  if (type === 'batch.changed') note(client, String(data.id))
  else if (type === 'task.changed') note(client, String(data.batch_id))
}

function note(client: QueryClient, id: string): void {
  changed.add(id)
  timer ??= setTimeout(() => {
    timer = undefined
    const ids = changed
    changed = new Set()
    for (const each of ids) void client.invalidateQueries({ queryKey: ['batch', each] })
    void client.invalidateQueries({ queryKey: ['batches'] })
    void client.invalidateQueries({ queryKey: ['batches.newest'] })
  }, QUIET_MS)
}
