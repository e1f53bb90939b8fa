import type { QueryClient } from '@tanstack/react-query'
import { call } from '@/bridge/call'
import type { Event, Generation, Image, Run, RunPage } from '@/bridge/contract'
import { forgetJobs, hearGeneration, hearRun } from './jobs'
import { runQuery } from './queries'
import { holds, withChangedRun, withGenerationOf, withImage, withNewRun, withoutImage, type RunPages } from './run-cache'

/** Lays one event over what the page knows, so that a picture shows without asking for it. */
export function hearEvent(client: QueryClient, { type, data }: Pick<Event, 'type' | 'data'>): void {
  switch (type) {
    case 'run.added':
      return addRun(client, data.run as Run)
    case 'generation.changed':
      return changeGeneration(client, data.generation as Generation)
    case 'image.added':
      return addImage(client, data.image as Image)
    case 'image.changed':
      return changeImage(client, data as unknown as ImageChanged)
    case 'reset':
      forgetJobs()
      void client.invalidateQueries()
      return void findLiveRuns(client).catch(() => null)
  }
}

/** After a start or reload: the runs that are still at work, however old. */
export async function findLiveRuns(client: QueryClient): Promise<void> {
  let cursor: string | null = null
  do {
    const page: RunPage = await call('list_runs', { cursor, live: true })
    await Promise.all(page.runs.map(async ({ id }) => hearRun(await client.query(runQuery(id)))))
    cursor = page.next_cursor
  } while (cursor !== null)
}

/** Shows a picture in its place at once; its generation tells of the end a moment later. */
function addImage(client: QueryClient, image: Image): void {
  client.setQueryData(['image', image.id], image)
  if (!image.run_id) return
  const { queryKey } = runQuery(image.run_id)
  const run = client.getQueryData(queryKey)
  const changed = run && withImage(run, image)
  if (changed && changed !== run) client.setQueryData(queryKey, changed)
}

function addRun(client: QueryClient, run: Run): void {
  hearRun(run)
  client.setQueryData(runQuery(run.id).queryKey, (known) => known ?? run)
  client.setQueryData<RunPages>(['runs', ''], (pages) => pages && withNewRun(pages, run))
  void client.invalidateQueries({ predicate: ({ queryKey: [kind, text, owner] }) => kind === 'runs' && (text !== '' || owner !== undefined) })
}

function changeGeneration(client: QueryClient, generation: Generation): void {
  hearGeneration(generation)
  const { queryKey } = runQuery(generation.run_id)
  if (client.isFetching({ queryKey, exact: true }) > 0) {
    // What is on its way may be older than this event.
    void client.invalidateQueries({ queryKey })
  }
  const run = client.getQueryData(queryKey)
  if (!run) {
    // One that no list shows, as the thousands of a batch, is no reason to ask for the lists anew.
    const isListed = client.getQueriesData<RunPages>({ queryKey: ['runs'] }).some(([, pages]) => pages && holds(pages, generation.run_id))
    if (isListed) void client.invalidateQueries({ queryKey: ['runs'] })
    return
  }
  const changed = withGenerationOf(run, generation)
  client.setQueryData(queryKey, changed)
  changeLines(client, changed)
}

interface ImageChanged {
  id: string
  image?: Image
  deleted?: boolean
}

function changeImage(client: QueryClient, { id, image, deleted }: ImageChanged): void {
  if (image) return void client.setQueryData(['image', id], image)
  if (!deleted) {
    const runId = client.getQueryData<Image>(['image', id])?.run_id
    void client.invalidateQueries({ queryKey: runId ? ['run', runId] : ['run'] })
    return void client.invalidateQueries({ queryKey: ['runs'] })
  }
  for (const [queryKey, run] of client.getQueriesData<Run>({ queryKey: ['run'] })) {
    const changed = run && withoutImage(run, id)
    if (!changed || changed === run) continue
    client.setQueryData(queryKey, changed)
    changeLines(client, changed)
  }
}

function changeLines(client: QueryClient, run: Run): void {
  client.setQueriesData<RunPages>({ queryKey: ['runs'] }, (pages) => pages && withChangedRun(pages, run))
}
