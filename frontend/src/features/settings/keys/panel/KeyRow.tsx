import { ArrowDown, ArrowUp, CircleCheck, PencilLine, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ProviderInfo, ProviderKey } from '@/bridge/contract'
import { formatDay } from '@/shared/format'
import { Problem } from '@/shared/providers/Problem'
import { useCheckKey, useRemoveKey, useRestoreKey } from '@/shared/providers/use-provider-work'
import type { MenuItem } from '@/shared/ui/menu'
import { MenuButton } from '@/shared/ui/MenuButton'
import { Spinner } from '@/shared/ui/Spinner'
import { toast } from '@/shared/ui/toasts'
import { KeyStateView } from '../KeyStateView'
import { LastFour } from '../LastFour'
import { KeyName } from './KeyName'

interface KeyRowProps {
  provider: ProviderInfo
  of: ProviderKey
  index: number
  onUp?: () => void
  onDown?: () => void
}

/** One key: its name, its end, how it stands, and what can be done with it. */
export function KeyRow({ provider, of: key, index, onUp, onDown }: KeyRowProps) {
  const { t, i18n } = useTranslation()
  const [naming, setNaming] = useState(false)
  const check = useCheckKey(provider.id)
  const remove = useRemoveKey(provider.id)
  const restore = useRestoreKey(provider.id)
  const name = key.label || t('keys.nameless', { number: index + 1 })
  const isOpen = provider.state !== 'locked'
  const several = provider.keys.length > 1

  const removeIt = () =>
    remove.mutate(key.id, {
      onSuccess: () => toast(t('keys.removedOne', { name }), { actions: [{ label: t('common.undo'), onSelect: () => restore.mutate(key.id) }], seconds: 12 }),
    })
  const groups: MenuItem[][] = [
    [
      ...(provider.checkable ? [{ id: 'check', label: t('keys.checkFree'), icon: CircleCheck, onSelect: () => check.mutate(key.id) }] : []),
      { id: 'name', label: t('keys.rename'), icon: PencilLine, onSelect: () => setNaming(true) },
    ],
    several
      ? [
          { id: 'up', label: t('keys.moveUp'), icon: ArrowUp, disabled: !onUp, onSelect: () => onUp?.() },
          { id: 'down', label: t('keys.moveDown'), icon: ArrowDown, disabled: !onDown, onSelect: () => onDown?.() },
        ]
      : [],
    several ? [{ id: 'remove', label: t('common.remove'), icon: Trash2, danger: true, onSelect: removeIt }] : [],
  ]

  return (
    <li aria-label={name} className="flex min-w-0 items-start gap-2 border-b border-line py-2 first:pt-0">
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        {naming ? (
          <KeyName provider={provider} of={key} onClose={() => setNaming(false)} />
        ) : (
          <div className="flex min-w-0 items-baseline gap-2">
            <span className="min-w-0 truncate" title={name}>
              {name}
            </span>
            {key.last4 ? <LastFour last4={key.last4} /> : <span className="text-faint">{t('keys.noKeyNeeded')}</span>}
          </div>
        )}
        <div className="text-sm">
          <KeyStateView of={isOpen ? key : provider} provider={provider} />
        </div>
        <p className="m-0 text-xs text-faint">
          {t('keys.detail.added', { day: formatDay(key.added, i18n.language) })}
          {!key.in_use && ` · ${t('keys.otherAddress')}`}
        </p>
        <Problem of={check.error ?? remove.error} provider={provider} />
      </div>
      {check.isPending ? (
        <span className="grid size-[26px] place-items-center text-muted">
          <Spinner />
        </span>
      ) : (
        isOpen && <MenuButton label={t('keys.menuOf', { name })} groups={groups} />
      )}
    </li>
  )
}
