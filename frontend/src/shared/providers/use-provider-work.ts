import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { ProviderInfo } from '@/bridge/contract'
import { sayFailed } from '@/shared/errors/say-failed'
import { holdModels, keepProvider } from './queries'

interface NewKey {
  key: string
  url: string
}

/** A change of a provider: the engine's answer, the provider as it is then, goes over the known list. */
function useProviderChange<A = void>(change: (args: A) => Promise<ProviderInfo>, onError?: (error: unknown) => void) {
  const client = useQueryClient()
  // No key is kept in the cache of mutations any longer than it is used.
  return useMutation({ mutationFn: change, onSuccess: (info) => keepProvider(client, info), onError, gcTime: 0 })
}

/**
 * Saves a key and asks the provider, where that is free of charge, whether it takes it. The answer's `state` says how that went;
 * where it cannot be asked for nothing, it stays `not_checked`.
 */
export function useSaveKey(provider: string) {
  const client = useQueryClient()
  return useProviderChange(({ key, url }: NewKey) =>
    holdModels(client, async () => {
      const saved = await call('save_config', { provider, key, url })
      keepProvider(client, saved)
      return saved.checkable ? call('check_config', { provider }) : saved
    }),
  )
}

/** One more key, checked as the first one is. */
export function useAddKey(provider: string) {
  const client = useQueryClient()
  return useProviderChange(async ({ key, label }: { key: string; label: string }) => {
    const saved = await call('add_key', { provider, key, label })
    keepProvider(client, saved)
    const added = saved.keys.at(-1)
    return saved.checkable && added ? call('check_key', { provider, key_id: added.id }) : saved
  })
}

export const useCheckKeys = (provider: string) => useProviderChange(() => call('check_config', { provider }))
export const useCheckKey = (provider: string) => useProviderChange((key_id: string) => call('check_key', { provider, key_id }))
export const useRemoveKeys = (provider: string) => useProviderChange(() => call('remove_config', { provider }))
export const useRemoveKey = (provider: string) => useProviderChange((key_id: string) => call('remove_key', { provider, key_id }))
export const useOrderKeys = (provider: string) => useProviderChange((key_ids: string[]) => call('order_keys', { provider, key_ids }))
export const useSetModels = (provider: string) => useProviderChange((names: string[]) => call('set_custom_models', { provider, names }))
export const useSetNotes = (provider: string) => useProviderChange((notes: string) => call('set_notes', { provider, notes }))

/** An empty id brings back all that was last removed. A failure is told in a message: the key's row is gone by then. */
export function useRestoreKey(provider: string) {
  const { t } = useTranslation()
  return useProviderChange((key_id: string) => call('restore_config', { provider, key_id }), (error) => sayFailed(t, error))
}

export function useRenameKey(provider: string) {
  return useProviderChange(({ key_id, label }: { key_id: string; label: string }) => call('update_key', { provider, key_id, label }))
}

export function useSetHeaders(provider: string) {
  return useProviderChange((headers: Record<string, string | null>) => call('set_extra_headers', { provider, headers }))
}

export function useFetchModels(provider: string) {
  return useMutation({ mutationFn: () => call('fetch_models', { provider }) })
}
