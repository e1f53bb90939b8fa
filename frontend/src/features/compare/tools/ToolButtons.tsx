import { useQueryClient } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { sendToRefine } from '@/shared/refine/open'
import { PaidButton } from '@/shared/studio/PaidButton'
import { Button } from '@/shared/ui/Button'
import { Tooltip } from '@/shared/ui/Tooltip'
import { useDraft } from '../draft'
import { useChosen } from '../use-request'
import { TOOLS, useTool, type Tool } from './tool-state'
import { TOOL_ICONS, TOOL_KEYS, useStart, useToolCommands } from './use-tools'

/** A chat model works on the prompt. */
export function ToolButtons() {
  useToolCommands()
  return (
    <>
      {TOOLS.map((tool) => (
        <ToolButton key={tool} tool={tool} />
      ))}
      <RefineButton />
    </>
  )
}

/** The prompt as the goal of a judged loop. */
function RefineButton() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const isEmpty = useDraft(({ prompt }) => !prompt?.trim())
  const [model] = useChosen()
  const send = () => sendToRefine(client, { goal: useDraft.getState().prompt ?? '', model: model?.id })
  return (
    <Tooltip label={t('refine.fromPrompt')} side="top">
      <Button size="sm" icon={RefreshCw} aria-label={t('refine.fromPrompt')} disabled={isEmpty} onClick={send}>
        <span className="group-data-[tight]/row:sr-only max-[860px]:sr-only">{t('app.refine')}</span>
      </Button>
    </Tooltip>
  )
}

function ToolButton({ tool }: { tool: Tool }) {
  const { t } = useTranslation()
  const start = useStart()
  const isEmpty = useDraft(({ prompt }) => !prompt?.trim())
  const busy = useTool(({ use }) => use?.tool === tool && use.state === 'writing')
  return (
    <Tooltip label={t(`words.tools.${tool}Long`)} shortcut={TOOL_KEYS[tool]} side="top">
      <PaidButton size="sm" icon={TOOL_ICONS[tool]} disabled={isEmpty} busy={busy} onClick={() => void start(tool)}>
        <span className="group-data-[tight]/row:sr-only max-[860px]:sr-only">{t(`words.tools.${tool}`)}</span>
      </PaidButton>
    </Tooltip>
  )
}
