import { LogOut, UserRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { signOut } from '@/bridge/call'
import { useMe } from '@/shared/people/queries'
import { flushSettings } from '@/shared/studio/save-settings'
import { Button } from '@/shared/ui/Button'
import { Popover } from '@/shared/ui/Popover'
import { useQueryClient } from '@tanstack/react-query'
import { pillClass } from './pill'

/** Who is signed in, and the way out; there only where people have names. */
export function PersonPill() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { id, name, is_admin } = useMe()
  if (id === '') return null
  const leave = async () => {
    await flushSettings(client)
    await signOut()
    window.location.assign('/')
  }
  return (
    <Popover
      align="end"
      className="w-60"
      label={t('people.signedInAs', { name })}
      trigger={
        <button type="button" className={pillClass} aria-label={t('people.signedInAs', { name })}>
          <UserRound size={13} strokeWidth={1.7} aria-hidden />
          <span className="max-w-32 truncate">{name}</span>
        </button>
      }
    >
      <p className="m-0">{name}</p>
      <p className="m-0 text-sm text-faint">{t(`people.roles.${is_admin ? 'admin' : 'member'}`)}</p>
      <Button size="sm" className="mt-2.5 w-full" icon={LogOut} onClick={() => void leave()}>
        {t('people.signOut')}
      </Button>
    </Popover>
  )
}
