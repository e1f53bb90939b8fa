import { Columns3, Command as CommandIcon, Contrast, Keyboard, Languages, OctagonX } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { LANGUAGES } from '@/i18n'
import { useSections } from '@/features/settings/use-sections'
import { languageName } from '@/i18n/language-name'
import type { Command } from '@/shared/commands/registry'
import { useCommands } from '@/shared/commands/registry'
import { useJobs } from '@/shared/jobs/jobs'
import { navigate } from '@/shared/studio/navigation'
import { useSaveSettings } from '@/shared/studio/save-settings'
import { cancelAll } from './cancel-jobs'
import { useOverlay } from './overlay-state'
import { useWorkspaces } from './use-workspaces'

const THEMES = ['system', 'dark', 'light'] as const
const COLUMNS = ['auto', '1', '2', '3', '4'] as const

/** What can be done from anywhere. */
export function useAppCommands(): void {
  const { t } = useTranslation()
  const save = useSaveSettings()
  const workspaces = useWorkspaces()
  const listed = useSections()
  const busy = useJobs(({ jobs }) => Object.keys(jobs).length > 0)

  const commands = useMemo<Command[]>(() => {
    const places = workspaces.map(({ id, icon, shortcut }): Command => {
      return { id: `go.${id}`, section: 'go', label: t(`app.${id}`), icon, shortcut, perform: () => navigate(id) }
    })
    const sections = listed.map(({ id, label, icon }): Command => {
      const name = t('palette.settings', { name: t(label) })
      return { id: `settings.${id}`, section: 'go', label: name, icon, perform: () => navigate('settings', { section: id }) }
    })
    const themes = THEMES.map((theme): Command => {
      const label = t('palette.theme', { name: t(`settings.themes.${theme}`) })
      return { id: `theme.${theme}`, section: 'settings', label, icon: Contrast, perform: () => save({ theme }) }
    })
    const languages = LANGUAGES.map((language): Command => {
      const label = t('palette.language', { name: languageName(language) })
      return { id: `language.${language}`, section: 'settings', label, icon: Languages, perform: () => save({ language }) }
    })
    const columns = COLUMNS.map((count): Command => {
      const label = t('palette.columns', { name: count === 'auto' ? t('settings.columnsAuto') : count })
      return { id: `columns.${count}`, section: 'settings', label, icon: Columns3, perform: () => save({ columns: count }) }
    })
    return [
      ...places,
      ...sections,
      { id: 'palette', section: 'do', label: t('palette.openPalette'), icon: CommandIcon, shortcut: 'mod+k', perform: () => useOverlay.setState({ open: 'palette' }) },
      { id: 'shortcuts', section: 'do', label: t('palette.openShortcuts'), icon: Keyboard, shortcut: '?', perform: () => useOverlay.setState({ open: 'shortcuts' }) },
      ...themes,
      ...languages,
      ...columns,
    ]
  }, [t, save, workspaces, listed])

  const cancel = useMemo<Command[]>(
    () => (busy ? [{ id: 'cancelAll', section: 'do', label: t('palette.cancelAll'), icon: OctagonX, perform: () => void cancelAll() }] : []),
    [busy, t],
  )
  useCommands(commands)
  useCommands(cancel)
}
