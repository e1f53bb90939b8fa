import { useTranslation } from 'react-i18next'
import { useMe, useOthers } from './queries'

/** The name of whoever something belongs to; `null` where that goes without saying. */
export function useOwnerName(owner: string): string | null {
  const { t } = useTranslation()
  const people = useOthers()
  if (!people) return null
  return owner === '' ? t('people.studio') : (people.get(owner)?.name ?? owner)
}

/** The same among one's own things, where only another's name is worth the room. */
export function useOtherOwnerName(owner: string): string | null {
  const me = useMe()
  const name = useOwnerName(owner)
  return owner === me.id ? null : name
}
