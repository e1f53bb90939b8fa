import { KeyRound, ShieldCheck, ShieldOff, UserMinus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NewToken, Person, Spend } from '@/bridge/contract'
import { formatDay } from '@/shared/format'
import { Button } from '@/shared/ui/Button'
import { Dialog } from '@/shared/ui/Dialog'
import type { MenuItem } from '@/shared/ui/menu'
import { MenuButton } from '@/shared/ui/MenuButton'
import { PeopleProblem } from './PeopleProblem'
import { PersonCaps } from './PersonCaps'
import { useRemovePerson, useRenewToken, useSetRole } from './use-people-work'

interface PersonRowProps {
  person: Person
  isMe: boolean
  spend: Spend | undefined
  onToken: (token: NewToken) => void
}

/** One person: their role, since when, what they may spend, and what can be done. */
export function PersonRow({ person, isMe, spend, onToken }: PersonRowProps) {
  const { t, i18n } = useTranslation()
  const [asking, setAsking] = useState<'renew' | 'remove' | null>(null)
  const renew = useRenewToken()
  const setRole = useSetRole()
  const remove = useRemovePerson()
  const { id, name, role, created, signed_in } = person
  const other = role === 'admin' ? 'member' : 'admin'
  const groups: MenuItem[][] = [
    [
      { id: 'renew', label: t('people.renew'), icon: KeyRound, onSelect: () => setAsking('renew') },
      { id: 'role', label: t(`people.make.${other}`), icon: other === 'admin' ? ShieldCheck : ShieldOff, onSelect: () => setRole.mutate({ person_id: id, role: other }) },
    ],
    [{ id: 'remove', label: t('people.remove'), icon: UserMinus, danger: true, onSelect: () => setAsking('remove') }],
  ]
  const facts = [t(`people.roles.${role}`), t('people.since', { day: formatDay(created, i18n.language) }), signed_in > 0 && t('people.signedIn', { count: signed_in })]
  const confirm = () => {
    if (asking === 'renew') renew.mutate(id, { onSuccess: onToken })
    else remove.mutate(id)
    setAsking(null)
  }
  return (
    <li aria-label={name} className="border-b border-line px-3.5 py-3 last:border-b-0">
      <div className="flex min-w-0 items-start gap-3">
        <div className="min-w-0 flex-1">
          <p className="m-0 truncate">
            {name}
            {isMe && <span className="ml-2 text-sm text-faint">{t('people.you')}</span>}
          </p>
          <p className="m-0 mt-0.5 text-sm text-faint tabular-nums">{facts.filter(Boolean).join(' · ')}</p>
        </div>
        <MenuButton label={t('people.menuOf', { name })} groups={groups} />
      </div>
      {spend && <PersonCaps person={person} spend={spend} />}
      <PeopleProblem error={renew.error ?? setRole.error ?? remove.error} />
      <Dialog
        open={asking !== null}
        onOpenChange={() => setAsking(null)}
        title={t(`people.ask.${asking ?? 'renew'}`, { name })}
        description={t(`people.ask.${asking ?? 'renew'}Text`)}
        actions={
          <>
            <Button onClick={() => setAsking(null)}>{t('common.cancel')}</Button>
            <Button variant={asking === 'remove' ? 'danger' : 'primary'} onClick={confirm}>
              {t(asking === 'remove' ? 'people.remove' : 'people.renew')}
            </Button>
          </>
        }
      />
    </li>
  )
}
