import type { LucideIcon } from 'lucide-react'
import { Images, KeyRound, Layers, LayoutGrid, RefreshCw, ScanEye, SlidersHorizontal } from 'lucide-react'
import type { ComponentType, LazyExoticComponent } from 'react'
import ComparePage from '@/features/compare/ComparePage'
import { useUnfinishedTasks } from '@/shared/batch/queries'
import { later } from '@/shared/studio/later'

export interface Workspace {
  id: string
  /** Its name is `t('app.<id>')`. */
  icon: LucideIcon
  /** The first one comes with the shell, all others when they are gone to. */
  page: ComponentType | LazyExoticComponent<ComponentType>
  /** At the foot of the rail: not a place of work but a place to set things up. */
  foot?: boolean
  shortcut: string
  /** A number at its corner: how much is still to be done there. */
  useBadge?: () => number
}

export const WORKSPACES: readonly Workspace[] = [
  { id: 'compare', icon: LayoutGrid, page: ComparePage, shortcut: 'mod+1' },
  { id: 'reproduce', icon: ScanEye, page: later(() => import('@/features/reproduce/ReproducePage')), shortcut: 'mod+2' },
  { id: 'batch', icon: Layers, page: later(() => import('@/features/batch/BatchPage')), shortcut: 'mod+3', useBadge: useUnfinishedTasks },
  { id: 'refine', icon: RefreshCw, page: later(() => import('@/features/refine/RefinePage')), shortcut: 'mod+4' },
  { id: 'library', icon: Images, page: later(() => import('@/features/library/LibraryPage')), shortcut: 'mod+5' },
  { id: 'keys', icon: KeyRound, page: later(() => import('@/features/settings/KeysPage')), foot: true, shortcut: 'mod+shift+k' },
  { id: 'settings', icon: SlidersHorizontal, page: later(() => import('@/features/settings/SettingsPage')), foot: true, shortcut: 'mod+,' },
]
