import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '@/bridge/call'
import type { ProviderInfo } from '@/bridge/contract'
import { keepProvider } from './queries'

interface NewKey {
  key: string
  url: string
}

/** Saves a key and asks the provider, free of charge, whether it takes it. The answer's `state` says how that went. */
export function useSaveKey(provider: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ key, url }: NewKey): Promise<ProviderInfo> => {
      keepProvider(client, await call('save_config', { provider, key, url }))
      return call('check_config', { provider })
    },
    onSuccess: (info) => keepProvider(client, info),
    // The key is not kept in the cache of mutations any longer than it is used.
    gcTime: 0,
  })
}

export function useCheckKey(provider: string) {
  const client = useQueryClient()
  return useMutation({ mutationFn: () => call('check_config', { provider }), onSuccess: (info) => keepProvider(client, info) })
}

export function useRemoveKey(provider: string) {
  const client = useQueryClient()
  return useMutation({ mutationFn: () => call('remove_config', { provider }), onSuccess: (info) => keepProvider(client, info) })
}

export function useFetchModels(provider: string) {
  return useMutation({ mutationFn: () => call('fetch_models', { provider }) })
}

export function useSetModels(provider: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (names: string[]) => call('set_custom_models', { provider, names }),
    onSuccess: (info) => keepProvider(client, info),
  })
}
