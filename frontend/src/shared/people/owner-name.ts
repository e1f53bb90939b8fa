import { useTranslation } from 'react-i18next'
import { useOthers } from './queries'

/** The name of whoever something belongs to; `null` where that goes without saying. */
export function useOwnerName(owner: string): string | null {
  const { t } = useTranslation()
  const people = useOthers()
  if (!people) return null
  return owner === '' ? t('people.studio') : (people.get(owner)?.name ?? owner)
}
