import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { obstacle } from '@/shared/parameters/request'
import { Tooltip } from '@/shared/ui/Tooltip'
import { useDraft } from '../draft'
import { useChosen } from '../use-request'
import { openSent, SENT_KEY } from './sent-state'

/** The way to what Generate would send, before it is pressed. */
export function SentButton() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const chosen = useChosen()
  const isIdle = useDraft((draft) => obstacle(draft.prompt ?? '', chosen, false) !== null)
  return (
    <Tooltip label={t('sent.title')} shortcut={SENT_KEY} side="top">
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
