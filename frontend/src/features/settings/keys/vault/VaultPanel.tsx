import { KeyRound, Lock, LockOpen, RotateCw, ShieldCheck, ShieldOff } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { VaultStatus } from '@/bridge/contract'
import { formatDay } from '@/shared/format'
import { Problem } from '@/shared/providers/Problem'
import { openUnlock, useLock, useRotate } from '@/shared/providers/vault'
import { Button } from '@/shared/ui/Button'
import { cx } from '@/shared/ui/cx'
import type { MenuItem } from '@/shared/ui/menu'
import { MenuButton } from '@/shared/ui/MenuButton'
import { toast } from '@/shared/ui/toasts'
import type { PassphraseChange } from './PassphraseDialog'
import { PassphraseDialog } from './PassphraseDialog'

/** Where the master key lives, what that is worth, and what can be done about it. Amber for as long as it could be better. */
export function VaultPanel({ vault }: { vault: VaultStatus }) {
  const { t, i18n } = useTranslation()
  const [dialog, setDialog] = useState<PassphraseChange | null>(null)
  const lock = useLock()
  const rotate = useRotate()
  const hasPassphrase = vault.backend === 'passphrase'
  const warns = vault.backend === 'file' || vault.locked
  const Icon = vault.locked ? Lock : warns ? ShieldOff : ShieldCheck

  const items: MenuItem[] = vault.locked
    ? []
    : [
        hasPassphrase
          ? { id: 'change', label: t('keys.vault.change'), icon: KeyRound, onSelect: () => setDialog('change') }
          : { id: 'set', label: t('keys.vault.set'), icon: KeyRound, onSelect: () => setDialog('set') },
        {
          id: 'rotate',
          label: t('keys.vault.rotate'),
          icon: RotateCw,
          disabled: rotate.isPending,
          onSelect: () => rotate.mutate(undefined, { onSuccess: () => toast(t('keys.vault.rotatedNow')) }),
        },
      ]
  const removal: MenuItem[] =
    hasPassphrase && !vault.locked ? [{ id: 'remove', label: t('keys.vault.removeIt'), icon: LockOpen, danger: true, onSelect: () => setDialog('remove') }] : []

  return (
    <div
      role={warns ? 'status' : 'group'}
      aria-label={t('keys.vault.title')}
      className={cx(
        'flex flex-wrap items-center gap-x-2.5 gap-y-2 rounded-[9px] border px-3 py-2',
        warns ? 'border-accent-soft-line bg-accent-soft text-accent-text' : 'border-line bg-panel text-muted',
      )}
    >
      <Icon size={15} strokeWidth={1.7} aria-hidden className="shrink-0" />
      <div className="min-w-0 flex-1 basis-64" data-selectable>
        {vault.locked ? t('keys.vault.lockedText') : t(`keys.vault.where.${vault.backend}`)}
        {vault.rotated && !warns && <span className="text-faint"> {t('keys.vault.made', { day: formatDay(vault.rotated, i18n.language) })}</span>}
        <Problem of={lock.error ?? rotate.error} />
      </div>
      {vault.locked && (
        <Button size="sm" icon={LockOpen} onClick={openUnlock}>
          {t('keys.vault.unlock')}
        </Button>
      )}
      {hasPassphrase && !vault.locked && (
        <Button size="sm" icon={Lock} busy={lock.isPending} onClick={() => lock.mutate()}>
          {t('keys.vault.lock')}
        </Button>
      )}
      {vault.backend === 'file' && (
        <Button size="sm" onClick={() => setDialog('set')}>
          {t('keys.vault.set')}
        </Button>
      )}
      <MenuButton label={t('keys.vault.menu')} groups={[items, removal]} />
      {dialog && <PassphraseDialog change={dialog} onClose={() => setDialog(null)} />}
    </div>
  )
}
