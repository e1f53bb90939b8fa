import { CircleAlert, EyeOff } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunSummary } from '@/bridge/contract'
import { formatTime } from '@/shared/format'
import { TinyThumb } from '@/shared/images/TinyThumb'
import { costWords, shortCostWords } from '@/shared/jobs/cost-words'
import { isLive, isTrouble } from '@/shared/jobs/jobs'
import { useOtherOwnerName } from '@/shared/people/owner-name'
import { cx } from '@/shared/ui/cx'
import { Spinner } from '@/shared/ui/Spinner'
import { useCanvas } from '../canvas/canvas-state'

interface HistoryRowProps {
  run: RunSummary
  shown: boolean
  onTake: (id: string) => void
}

export const HistoryRow = memo(function HistoryRow({ run, shown, onTake }: HistoryRowProps) {
  const { t } = useTranslation()
  const isUndecided = useCanvas((canvas) => canvas.undecided === run.id)
  return (
    <button
      type="button"
      data-run={run.id}
      aria-current={shown || undefined}
      onClick={() => onTake(run.id)}
      className={cx(
        'flex h-[58px] w-full items-center gap-2.5 rounded-control px-1.5 text-left transition-colors duration-100 -outline-offset-2 hover:bg-raised',
        shown && 'bg-press',
      )}
    >
      {isUndecided ? <Veil /> : <Thumbs ids={run.thumbs} />}
      <span className="min-w-0 flex-1">
        <span className="block truncate">{run.prompt.slice(0, 160) || t('compare.history.untitled')}</span>
        <Facts run={run} />
      </span>
    </button>
  )
})

/** In place of pictures that stand in the order of their models while a blind vote is open. */
function Veil() {
  return (
    <span aria-hidden className="grid size-[46px] shrink-0 place-items-center rounded-control bg-well text-faint">
      <EyeOff size={16} strokeWidth={1.7} />
    </span>
  )
}

/** One picture whole, or a quilt of up to four. */
function Thumbs({ ids }: { ids: readonly string[] }) {
  const several = ids.length > 1
  return (
    <span
      aria-hidden
      className={cx(
        'grid size-[46px] shrink-0 gap-px overflow-hidden rounded-control bg-well',
        several && 'grid-cols-2',
      )}
    >
      {ids.map((id, index) => {
        const tall = ids.length < 3 || (ids.length === 3 && index === 0)
        return (
          <span key={id} className={tall ? 'row-span-2' : undefined}>
            <TinyThumb id={id} width={several ? 22.5 : 46} height={tall ? 46 : 22.5} />
          </span>
        )
      })}
    </span>
  )
}

function Facts({ run }: { run: RunSummary }) {
  const { t, i18n } = useTranslation()
  const live = run.states.filter(isLive).length
  const failed = run.states.filter(isTrouble).length
  const time = formatTime(run.created, i18n.language)
  const progress = t('compare.history.progress', { done: run.states.length - live, all: run.states.length })
  const facts = [useOtherOwnerName(run.owner), time, live > 0 ? progress : t('compare.history.images', { count: run.image_count })]
  const cost = shortCostWords(t, i18n.language, run)
  const joined = (parts: typeof facts) => parts.filter(Boolean).join(' · ')
  return (
    <span className="flex min-w-0 items-center gap-1.5 text-xs text-faint">
      {/* Where there is no room for all of it, the cost is whole. */}
      <span className="flex min-w-0" title={joined([...facts, costWords(t, i18n.language, run)])}>
        <span className="truncate">{joined(facts)}</span>
        {cost && <span className="shrink-0 whitespace-pre">{` · ${cost}`}</span>}
      </span>
      {live > 0 && <Spinner size={11} className="text-accent-text" />}
      {failed > 0 && (
        <span
          className="flex shrink-0 items-center gap-0.5 text-bad"
          title={t('compare.numbers.failed', { count: failed })}
        >
          <CircleAlert size={11} strokeWidth={1.9} aria-label={t('compare.numbers.failed', { count: failed })} />
          {failed}
        </span>
      )}
    </span>
  )
}
