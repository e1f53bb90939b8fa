import { useQueryClient } from '@tanstack/react-query'
import { Eye } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommands, type Command } from '@/shared/commands/registry'
import { obstacle } from '@/shared/parameters/request'
import { Tooltip } from '@/shared/ui/Tooltip'
import { useDraft } from '../draft'
import { useChosen } from '../use-request'
import { openSent } from './sent-state'

const KEY = 'v'

/** The way to what Generate would send, before it is pressed. */
export function SentButton() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const chosen = useChosen()
  const isIdle = useDraft((draft) => obstacle(draft.prompt ?? '', chosen) !== null)
  const commands = useMemo(
    (): Command[] => [
      { id: 'compare.sent', section: 'do', icon: Eye, label: t('sent.title'), shortcut: KEY, perform: () => openSent(client) },
    ],
    [t, client],
  )
  useCommands(commands)
  return (
    <Tooltip label={t('sent.title')} shortcut={KEY} side="top">
      <button
        type="button"
        aria-disabled={isIdle}
        onClick={() => openSent(client)}
        className="rounded-control px-1 text-muted underline-offset-2 hover:text-text hover:underline aria-disabled:opacity-50 aria-disabled:hover:no-underline"
      >
        {t('sent.open')}
      </button>
    </Tooltip>
  )
}
