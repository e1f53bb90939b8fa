import { useTranslation } from 'react-i18next'
import type { Batch } from '@/bridge/contract'
import { openTasks } from '@/shared/batch/queries'
import { formatCost } from '@/shared/format'
import { useModels } from '@/shared/models/queries'
import { useOtherOwnerName } from '@/shared/people/owner-name'
import { providerLabel } from '@/shared/providers/provider-words'
import { formatDuration } from '@/shared/jobs/duration'

/** How fast, for how much so far, how long yet, and what is being waited for. */
export function Facts({ batch }: { batch: Batch }) {
  const { t, i18n } = useTranslation()
  const models = useModels()
  const ended = batch.total - openTasks(batch)
  const state = batch.trial && batch.state === 'paused' ? t('batch.trialDone') : t(`batch.state.${batch.state}`)
  const facts = [
    useOtherOwnerName(batch.owner),
    state,
    t('batch.facts.done', { done: ended.toLocaleString(i18n.language), total: batch.total.toLocaleString(i18n.language) }),
    formatCost(batch.cost, i18n.language),
    batch.rate !== null && t('batch.facts.rate', { rate: batch.rate.toLocaleString(i18n.language, { maximumFractionDigits: batch.rate < 10 ? 1 : 0 }) }),
    batch.seconds_left !== null && batch.state === 'running' && t('batch.facts.left', { time: formatDuration(t, batch.seconds_left) }),
    (batch.steps.waiting ?? 0) > 0 && t('batch.facts.steps', { count: batch.steps.waiting }),
  ]
  return (
    <p className="m-0 flex min-w-0 flex-wrap gap-x-2 text-sm text-muted tabular-nums" aria-live="off">
      <span>{facts.filter(Boolean).join(' · ')}</span>
      {batch.waiting.map(({ provider, seconds, reason }) => (
        <span key={provider} className="text-accent-text">
          {t(reason === 'rate_limited' ? 'batch.waiting.rateLimited' : 'batch.waiting.unreachable', {
            provider: providerLabel(t, { id: provider, label: models.find((model) => model.provider === provider)?.provider_label ?? provider }),
            seconds: Math.max(1, Math.ceil(seconds)),
          })}
        </span>
      ))}
    </p>
  )
}
