import type { QueryClient } from '@tanstack/react-query'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { call } from '@/bridge/call'
import type { ProviderInfo } from '@/bridge/contract'

export const providersQuery = queryOptions({ queryKey: ['providers'], queryFn: () => call('list_providers', {}) })

export function useProvider(id: string): ProviderInfo | undefined {
  return useQuery({ ...providersQuery, select: ({ providers }) => providers.find((provider) => provider.id === id) }).data
}

/** Lays a provider as the engine just told it over the known list. */
export function keepProvider(client: QueryClient, fresh: ProviderInfo): void {
  client.setQueryData(
    providersQuery.queryKey,
    (list) => list && { ...list, providers: list.providers.map((known) => (known.id === fresh.id ? fresh : known)) },
  )
  void client.invalidateQueries({ queryKey: ['models'] })
}
