import { useMemo } from 'react'
import { useMe } from '@/shared/people/queries'
import { useStudioInfo } from '@/shared/studio/queries'
import { SETTINGS_SECTIONS } from './section-list'

type Listed = (typeof SETTINGS_SECTIONS)[number]

/** What a member may set, too; all else is an admin's. */
const FOR_MEMBERS: readonly string[] = ['look', 'words', 'spend', 'about']

/** The sections for whoever is here. People share a studio that is served, not a window. */
export function useSections(): readonly Listed[] {
  const { is_admin } = useMe()
  const { transport } = useStudioInfo()
  return useMemo(
    () => SETTINGS_SECTIONS.filter(({ id }) => (id === 'people' ? is_admin && transport === 'browser' : is_admin || FOR_MEMBERS.includes(id))),
    [is_admin, transport],
  )
}
