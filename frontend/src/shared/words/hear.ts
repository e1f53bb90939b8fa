import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { Event, Reproduction, ReproductionPage } from '@/bridge/contract'
import { isWriting, reproductionQuery } from './queries'
import { appendWords, endWords, replaceWords } from './streams'

/** Lays what is heard of words over what the page knows. */
export function hearWords(client: QueryClient, { type, data }: Pick<Event, 'type' | 'data'>): void {
  if (type === 'text.delta') appendWords(String(data.id), String(data.text))
  else if (type === 'text.done') endWords(String(data.id), String(data.text))
  else if (type === 'reproduction.changed') hearReproduction(client, data.reproduction as Reproduction)
}

function hearReproduction(client: QueryClient, row: Reproduction): void {
  const { queryKey } = reproductionQuery(row.id)
  const before = client.getQueryData(queryKey)
  // While it is being written the words heard are ahead of those kept.
  const goesOn = isWriting(row) && before !== undefined && isWriting(before)
  if (!isWriting(row)) endWords(row.id, row.text)
  else if (!goesOn) replaceWords(row.id, row.text)
  client.setQueryData(queryKey, row)
  changeLists(client, row)
}

type Pages = InfiniteData<ReproductionPage, string | null>

function changeLists(client: QueryClient, row: Reproduction): void {
  const lists = client.getQueriesData<Pages>({ queryKey: ['reproductions'] })
  for (const [queryKey, list] of lists) {
    const isThere = list?.pages.some((page) => page.reproductions.some(({ id }) => id === row.id))
    if (!list || !isThere) {
      void client.invalidateQueries({ queryKey })
      continue
    }
    const pages = list.pages.map((page) => ({
      ...page,
      reproductions: page.reproductions.map((known) => (known.id === row.id ? row : known)),
    }))
    client.setQueryData<Pages>(queryKey, { ...list, pages })
  }
}
