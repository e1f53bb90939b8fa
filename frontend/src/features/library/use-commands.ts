import { FolderUp, ImageUp, Info, Search, Star, Trash2 } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommands, type Command } from '@/shared/commands/registry'
import { IMAGE_ACTIONS } from '@/shared/images/image-actions'
import { VIEWER_KEYS } from '@/shared/images/viewer/shortcuts'
import { changeLook, toggleDetail, useLook } from './look/look-state'
import { SEARCH_ID } from './look/LibraryHeader'
import { useBringIn } from './use-bring-in'

/** What the palette and the keyboard can do here. */
export function useLibraryCommands(): void {
  const { t } = useTranslation()
  const { pick } = useBringIn()
  const commands = useMemo(
    (): Command[] => [
      { id: 'library.search', section: 'do', icon: Search, label: t('library.search'), shortcut: '/', perform: () => document.getElementById(SEARCH_ID)?.focus() },
      { id: 'library.detail', section: 'do', icon: Info, label: t('library.detail.title'), shortcut: 'i', perform: toggleDetail },
      { id: 'library.favourites', section: 'do', icon: Star, label: t('library.favourites'), perform: () => changeLook({ favourite: !useLook.getState().look.favourite }) },
      { id: 'library.trashed', section: 'do', icon: Trash2, label: t('library.filter.trashed'), perform: () => changeLook({ trashed: !useLook.getState().look.trashed }) },
      { id: 'library.files', section: 'do', icon: ImageUp, label: t('compare.bringIn.files'), shortcut: 'mod+o', perform: () => pick('files') },
      { id: 'library.folder', section: 'do', icon: FolderUp, label: t('compare.bringIn.folder'), shortcut: 'mod+shift+o', perform: () => pick('folder') },
      ...IMAGE_ACTIONS.filter(({ shortcut }) => shortcut).map(({ id, icon, shortcut }): Command => ({ id: `image.${id}`, section: 'image', icon, label: t(`images.action.${id}`), shortcut, perform: false })),
      ...Object.entries(VIEWER_KEYS).map(([name, shortcut]): Command => ({ id: `viewer.${name}`, section: 'viewer', label: t(`images.viewer.${name}`), shortcut, perform: false })),
    ],
    [t, pick],
  )
  useCommands(commands)
}
