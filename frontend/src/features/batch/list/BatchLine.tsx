import { useTranslation } from 'react-i18next'
import type { BatchSummary } from '@/bridge/contract'
import { openBatch } from '@/shared/batch/draft'
import { openTasks } from '@/shared/batch/queries'
import { formatAgo } from '@/shared/format'
import { useOtherOwnerName } from '@/shared/people/owner-name'
import { ProgressBar } from '@/shared/ui/ProgressBar'
import { cx } from '@/shared/ui/cx'

const TROUBLE = ['failed', 'refused', 'unknown'] as const

/** One batch: its name, how it stands, how much of it is done. */
export function BatchLine({ batch, isOpen }: { batch: BatchSummary; isOpen: boolean }) {
  const { t, i18n } = useTranslation()
  const owner = useOtherOwnerName(batch.owner)
  const ended = batch.total - openTasks(batch)
  const trouble = TROUBLE.reduce((sum, state) => sum + (batch.counts[state] ?? 0), 0)
  const isLive = batch.state === 'running'
  const isStuck = batch.state === 'capped' || batch.state === 'halted'
  const state = batch.trial && batch.state === 'paused' ? t('batch.trialDone') : t(`batch.state.${batch.state}`)
  return (
    <button
      type="button"
      aria-current={isOpen || undefined}
      onClick={() => openBatch(batch.id)}
      className={cx('flex h-[58px] w-full flex-col justify-center gap-1 rounded-control px-2 text-left', isOpen ? 'bg-press' : 'hover:bg-raised')}
    >
      <span className="flex w-full min-w-0 items-baseline gap-2">
        <span className="min-w-0 flex-1 truncate font-medium" title={batch.name}>
          {batch.name}
        </span>
        {trouble > 0 && (
          <span className="shrink-0 text-xs text-bad tabular-nums" title={t('batch.list.trouble', { count: trouble })}>
            {trouble.toLocaleString(i18n.language)} !
          </span>
        )}
      </span>
      <span className="flex w-full min-w-0 items-baseline gap-2 text-xs text-faint tabular-nums">
        <span className="min-w-0 flex-1 truncate" title={owner ? `${owner} · ${state}` : state}>
          {owner && `${owner} · `}
          <span className={cx(isStuck ? 'text-bad' : isLive && 'text-accent-text')}>{state}</span>
        </span>
        <span className="shrink-0">{openTasks(batch) > 0 ? `${ended.toLocaleString(i18n.language)} / ${batch.total.toLocaleString(i18n.language)}` : formatAgo(batch.ended ?? batch.created, i18n.language)}</span>
      </span>
      {openTasks(batch) > 0 && <ProgressBar label={batch.name} part={ended / batch.total} />}
    </button>
  )
}
