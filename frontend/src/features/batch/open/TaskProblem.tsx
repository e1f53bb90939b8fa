import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { BatchTask } from '@/bridge/contract'
import { asSentence, inSentences } from '@/i18n/in-sentences'
import { errorWords } from '@/shared/errors/error-text'
import { useAct } from '@/shared/images/use-act'
import { useModelLabel, useModels } from '@/shared/models/queries'
import { PaidButton } from '@/shared/studio/PaidButton'
import { redoSteps } from './task-hands'

/** Why a task brought nothing, or why its follow-up steps could not be done; charged or not. */
export function TaskProblem({ task }: { task: BatchTask }) {
  const { t } = useTranslation()
  const label = useModelLabel()
  const provider = useModels().find(({ id }) => id === task.model)?.provider_label
  const words = task.error && errorWords(t, task.error, { model: label(task.model), provider })
  const said = task.error?.details.provider_message
  const tone = task.state === 'unknown' ? 'text-accent-text' : task.state === 'done' ? 'text-muted' : 'text-bad'
  return (
    <>
      {words && (
        <div className="rounded-card border border-line bg-bg px-3 py-2" data-selectable>
          <p className={`m-0 font-semibold ${tone}`}>{words.title}</p>
          <p className="m-0 text-muted">{words.text}</p>
          {typeof said === 'string' && said !== '' && <blockquote className="my-1 border-l-2 border-line-strong pl-2 text-sm break-words text-muted">{said}</blockquote>}
          {words.charged && <p className="m-0 text-sm text-faint">{words.charged}</p>}
        </div>
      )}
      {task.steps === 'failed' && <StepsProblem task={task} />}
    </>
  )
}

function StepsProblem({ task }: { task: BatchTask }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { act, busy } = useAct()
  const words = task.step_error && errorWords(t, task.step_error)
  return (
    <div className="rounded-card border border-line bg-bg px-3 py-2" data-selectable>
      <p className="m-0 font-semibold text-bad">{t('batch.mark.steps_failed')}</p>
      <p className="m-0 text-muted">{inSentences(t, [words && asSentence(t, words.title), words?.text, t('batch.steps.kept')])}</p>
      <PaidButton size="sm" className="mt-1.5" busy={busy} onClick={() => void act(() => redoSteps(client, task))}>
        {t('batch.steps.redo')}
      </PaidButton>
    </div>
  )
}
