import { useQueryClient } from '@tanstack/react-query'
import { CircleStop, History, ImageUp, Play, ScanEye } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommands, type Command } from '@/shared/commands/registry'
import { toggleHistory } from '@/shared/history/HistoryButton'
import { useGenerate } from './prompt/use-generate'
import { stopShown } from './description/stop'
import { useBringIn } from './source/use-bring-in'
import { useDescribe } from './use-describe'

/** What the palette and the keyboard can do here. */
export function useReproduceCommands(): void {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { describe } = useDescribe()
  const generate = useGenerate()
  const { pick } = useBringIn()
  const commands = useMemo(
    (): Command[] => [
      { id: 'reproduce.open', section: 'do', icon: ImageUp, label: t('reproduce.source.pick'), shortcut: 'mod+o', perform: pick },
      { id: 'reproduce.describe', section: 'do', icon: ScanEye, label: t('reproduce.command.describe'), shortcut: 'mod+shift+enter', perform: describe },
      { id: 'reproduce.stop', section: 'do', icon: CircleStop, label: t('reproduce.command.stop'), shortcut: 'mod+.', perform: () => stopShown(client) },
      { id: 'reproduce.generate', section: 'do', icon: Play, label: t('reproduce.command.generate'), shortcut: 'mod+enter', perform: generate },
      {
        id: 'reproduce.history',
        section: 'do',
        icon: History,
        label: t('reproduce.history.title'),
        shortcut: 'h',
        perform: toggleHistory,
      },
    ],
    [t, client, describe, generate, pick],
  )
  useCommands(commands)
}
