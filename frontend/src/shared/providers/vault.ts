import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { create } from 'zustand'
import { call } from '@/bridge/call'
import type { VaultStatus } from '@/bridge/contract'
import { providersQuery } from './queries'

/** Whether the dialog that asks for the passphrase is open. The shell has it, anyone may open it. */
export const useUnlockDialog = create<{ open: boolean }>(() => ({ open: false }))
export const openUnlock = () => useUnlockDialog.setState({ open: true })
export const closeUnlock = () => useUnlockDialog.setState({ open: false })

export function useVault(): VaultStatus | undefined {
  return useQuery({ ...providersQuery, select: ({ vault }) => vault }).data
}

/** A change of the vault: what it answers is known at once, the providers and models behind it are asked for anew. */
function useVaultChange<A = void>(change: (args: A) => Promise<VaultStatus>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: async (vault) => {
      client.setQueryData(providersQuery.queryKey, (list) => list && { ...list, vault })
      await Promise.all([client.invalidateQueries({ queryKey: providersQuery.queryKey }), client.invalidateQueries({ queryKey: ['models'] })])
    },
    // No passphrase is kept in the cache of mutations any longer than it is used.
    gcTime: 0,
  })
}

export const useUnlock = () => useVaultChange((passphrase: string) => call('unlock_vault', { passphrase }))
export const useLock = () => useVaultChange(() => call('lock_vault', {}))
export const useRotate = () => useVaultChange(() => call('rotate_master_key', {}))
export const useReset = () => useVaultChange(() => call('reset_vault', {}))
/** An empty new passphrase removes it. */
export const useSetPassphrase = () =>
  useVaultChange(({ passphrase, current }: { passphrase: string; current: string }) => call('set_passphrase', { passphrase, current }))
