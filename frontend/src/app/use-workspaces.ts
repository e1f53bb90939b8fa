import { useMemo } from 'react'
import { useMe } from '@/shared/people/queries'
import type { Workspace } from './workspaces'
import { WORKSPACES } from './workspaces'

/** The workspaces that are for whoever is here: the keys are an admin's. */
export function useWorkspaces(): readonly Workspace[] {
  const { is_admin } = useMe()
  return useMemo(() => WORKSPACES.filter(({ id }) => is_admin || id !== 'keys'), [is_admin])
}
