import { useQuery } from '@tanstack/react-query'
import { KeyRound, Lock, LockOpen } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Command } from '@/shared/commands/registry'
import { providerLabel } from '@/shared/providers/provider-words'
import { providersQuery } from '@/shared/providers/queries'
import { openUnlock, useLock } from '@/shared/providers/vault'
import { navigate } from '@/shared/studio/navigation'
import { toast } from '@/shared/ui/toasts'

/** The vault, and once something is typed the keys of each provider. */
export function useKeyCommands(text: string): Command[] {
  const { t } = useTranslation()
  const lock = useLock()
  const { data } = useQuery(providersQuery)
  if (!data) return []
  const { vault, providers } = data
  const lockNow = () => lock.mutate(undefined, { onSuccess: () => toast(t('palette.locked')) })
  const care: Command = vault.locked
    ? { id: 'vault.unlock', section: 'do', label: t('palette.unlock'), icon: LockOpen, perform: openUnlock }
    : vault.backend === 'passphrase'
      ? { id: 'vault.lock', section: 'do', label: t('palette.lock'), icon: Lock, perform: lockNow }
      : { id: 'vault.set', section: 'settings', label: t('palette.passphrase'), icon: Lock, perform: () => navigate('keys') }
  const keys = providers
    .filter(({ state }) => state !== 'ready')
    .map((provider): Command => {
      const label = t('models.menu.keys', { provider: providerLabel(t, provider) })
      const note = t(`keys.state.${provider.state}`)
      return { id: `keys.${provider.id}`, section: 'settings', label, note, icon: KeyRound, keywords: [provider.id], perform: () => navigate('keys', { provider: provider.id }) }
    })
  return text.trim() === '' ? [care] : [care, ...keys]
}
