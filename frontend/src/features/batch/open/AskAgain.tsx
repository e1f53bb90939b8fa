import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BatchTask } from '@/bridge/contract'
import { useAct } from '@/shared/images/use-act'
import { PaidButton } from '@/shared/studio/PaidButton'
import { Button } from '@/shared/ui/Button'
import { inputClass } from '@/shared/ui/Field'
import { cx } from '@/shared/ui/cx'
import { askAgain, isRetryable, isSkippable, skip } from './task-hands'
import { priced, useTaskPrice } from './use-price'

/** Once more, with other words, or not at all. What may have been charged already says so before it is asked again. */
export function AskAgain({ task }: { task: BatchTask }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { act, busy } = useAct()
  const price = useTaskPrice(task)
  const [prompt, setPrompt] = useState<string | null>(null)
  if (task.state === 'queued' || task.state === 'running') {
    return isSkippable(task) ? (
      <Button size="sm" className="self-start" onClick={() => void act(() => skip(client, task))}>
        {t('batch.command.skip')}
      </Button>
    ) : null
  }
  const again = (words: string | null) => void act(() => askAgain(client, task, words).then(() => setPrompt(null)))
  if (prompt !== null) {
    return (
      <form
        className="flex flex-col gap-1.5"
        onSubmit={(event) => {
          event.preventDefault()
          again(prompt)
        }}
      >
        <textarea
          autoFocus
          aria-label={t('batch.again.prompt')}
          value={prompt}
          maxLength={100_000}
          onChange={(event) => setPrompt(event.target.value)}
          className={cx(inputClass, 'field-sizing-content h-auto! max-h-48 min-h-16 resize-none py-1.5')}
        />
        <span className="flex gap-1.5">
          <PaidButton size="sm" type="submit" variant="primary" busy={busy} disabled={prompt.trim() === ''}>
            {priced(t('batch.again.send'), price)}
          </PaidButton>
          <Button size="sm" onClick={() => setPrompt(null)}>
            {t('common.cancel')}
          </Button>
        </span>
      </form>
    )
  }
  return (
    <div className="flex flex-col gap-1.5">
      {task.state === 'unknown' && <p className="m-0 text-sm text-accent-text">{t('batch.again.unknown')}</p>}
      <span className="flex flex-wrap gap-1.5">
        {(isRetryable(task) || task.state === 'unknown') && (
          <PaidButton size="sm" busy={busy} onClick={() => again(null)}>
            {priced(t(task.state === 'unknown' ? 'batch.again.resend' : 'common.retry'), price)}
          </PaidButton>
        )}
        <Button size="sm" onClick={() => setPrompt(task.prompt)}>
          {t('batch.again.change')}
        </Button>
        {isSkippable(task) && (
          <Button size="sm" onClick={() => void act(() => skip(client, task))}>
            {t(task.state === 'unknown' ? 'batch.again.leave' : 'batch.command.skip')}
          </Button>
        )}
      </span>
    </div>
  )
}
