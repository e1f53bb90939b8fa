import { Ban, Check, CircleAlert, CircleHelp, Clock, Scissors, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { BatchTask } from '@/bridge/contract'
import { errorWords } from '@/shared/errors/error-text'
import { Spinner } from '@/shared/ui/Spinner'
import { cx } from '@/shared/ui/cx'

const ICONS = { queued: Clock, done: Check, failed: CircleAlert, refused: CircleAlert, unknown: CircleHelp, cancelled: X, skipped: X } as const
const TONES: Partial<Record<BatchTask['state'], string>> = { failed: 'text-bad', refused: 'text-bad', unknown: 'text-accent-text', done: 'text-muted' }

/** How a task stands, in a word; where it went wrong, why. */
export function StateWords({ task }: { task: BatchTask }) {
  const { t } = useTranslation()
  const { state, error, rejected, steps, step_error } = task
  if (rejected) return <Line icon={Ban} words={t('batch.rejected')} tone="text-muted" />
  if (state === 'running') {
    return (
      <span className="flex min-w-0 items-center gap-1.5 text-accent-text">
        <Spinner size={13} />
        <span className="truncate">{t('batch.task.running')}</span>
      </span>
    )
  }
  if (state === 'done' && steps === 'failed') return <Line icon={Scissors} words={step_error ? errorWords(t, step_error).title : t('batch.mark.steps_failed')} tone="text-bad" />
  if (state === 'done' && steps === 'waiting') return <Line icon={Scissors} words={t('batch.stepsWaiting')} tone="text-faint" />
  const words = error && state !== 'done' && state !== 'cancelled' ? errorWords(t, error).title : t(`batch.task.${state}`)
  return <Line icon={ICONS[state]} words={words} tone={TONES[state] ?? 'text-faint'} />
}

function Line({ icon: Icon, words, tone }: { icon: typeof Check; words: string; tone: string }) {
  return (
    <span className={cx('flex min-w-0 items-center gap-1.5', tone)} title={words}>
      <Icon size={13} strokeWidth={1.9} aria-hidden className="shrink-0" />
      <span className="line-clamp-2 min-w-0 leading-tight break-words">{words}</span>
    </span>
  )
}
