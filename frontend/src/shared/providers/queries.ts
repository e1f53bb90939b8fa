import type { QueryClient } from '@tanstack/react-query'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { call } from '@/bridge/call'
import type { ProviderInfo } from '@/bridge/contract'

export const providersQuery = queryOptions({ queryKey: ['providers'], queryFn: () => call('list_providers', {}) })

export function useProvider(id: string): ProviderInfo | undefined {
  return useQuery({ ...providersQuery, select: ({ providers }) => providers.find((provider) => provider.id === id) }).data
}

let held = 0

/** While a key is saved and checked the models stay as they are: the form that it was pasted into still has to say how that went. */
export async function holdModels<T>(client: QueryClient, work: () => Promise<T>): Promise<T> {
  held += 1
  try {
    return await work()
  } finally {
    held -= 1
    refreshModels(client)
  }
}

export function refreshModels(client: QueryClient): void {
  if (held === 0) void client.invalidateQueries({ queryKey: ['models'] })
}

/** Lays a provider as the engine just told it over the known list. */
export function keepProvider(client: QueryClient, fresh: ProviderInfo): void {
  client.setQueryData(
    providersQuery.queryKey,
    (list) => list && { ...list, providers: list.providers.map((known) => (known.id === fresh.id ? fresh : known)) },
  )
  refreshModels(client)
}
