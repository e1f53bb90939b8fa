import { FilePlus2, ImageUp, Table2 } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { openBatch } from '@/shared/batch/draft'
import { useCommands, type Command } from '@/shared/commands/registry'
import { useBringIn } from './use-bring-in'

/** What the palette and the keyboard can do here, whichever batch is open. */
export function useBatchCommands(): void {
  const { t } = useTranslation()
  const { pick, pickTable } = useBringIn()
  const commands = useMemo((): Command[] => {
    const making = (work: () => void) => () => {
      openBatch(null)
      work()
    }
    return [
      { id: 'batch.new', section: 'do', icon: FilePlus2, label: t('batch.new'), shortcut: 'n', perform: () => openBatch(null) },
      { id: 'batch.open', section: 'do', icon: ImageUp, label: t('batch.command.files'), shortcut: 'mod+o', perform: making(() => pick('files')) },
      { id: 'batch.table', section: 'do', icon: Table2, label: t('batch.command.table'), shortcut: 'mod+shift+o', perform: making(pickTable) },
    ]
  }, [t, pick, pickTable])
  useCommands(commands)
}
