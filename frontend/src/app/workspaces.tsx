import type { LucideIcon } from 'lucide-react'
import { KeyRound, LayoutGrid, SlidersHorizontal } from 'lucide-react'
import type { ComponentType, LazyExoticComponent } from 'react'
import { lazy } from 'react'

export interface Workspace {
  id: string
  /** Its name is `t('app.<id>')`. */
  icon: LucideIcon
  page: LazyExoticComponent<ComponentType>
  /** At the foot of the rail: not a place of work but a place to set things up. */
  foot?: boolean
  shortcut: string
}

// Asked for at once: it loads while the engine is being asked for the settings.
const comparePage = import('@/features/compare/ComparePage')

export const WORKSPACES: readonly Workspace[] = [
  { id: 'compare', icon: LayoutGrid, page: lazy(() => comparePage), shortcut: 'mod+1' },
  { id: 'keys', icon: KeyRound, page: lazy(() => import('@/features/settings/KeysPage')), foot: true, shortcut: 'mod+shift+k' },
  { id: 'settings', icon: SlidersHorizontal, page: lazy(() => import('@/features/settings/SettingsPage')), foot: true, shortcut: 'mod+,' },
]
