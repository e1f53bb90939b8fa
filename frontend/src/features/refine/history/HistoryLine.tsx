import { Trash2 } from 'lucide-react'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { SessionSummary } from '@/bridge/contract'
import { formatAgo } from '@/shared/format'
import { formatPrice } from '@/shared/images/image-format'
import { TinyThumb } from '@/shared/images/TinyThumb'
import { useAct } from '@/shared/images/use-act'
import { useOwnerName } from '@/shared/people/owner-name'
import { showSession } from '@/shared/refine/open'
import { cx } from '@/shared/ui/cx'
import { IconButton } from '@/shared/ui/IconButton'
import { Spinner } from '@/shared/ui/Spinner'

/** One session: its best picture, its goal, how it stands. */
export function HistoryLine({ row, isShown, onTake }: { row: SessionSummary; isShown: boolean; onTake: () => void }) {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const { act } = useAct()
  const isRunning = row.status === 'running'
  const owner = useOwnerName(row.owner)
  const facts = [
    owner,
    formatAgo(row.changed, i18n.language),
    t('refine.work.images', { count: row.images }),
    row.best_score !== null && t('refine.score.of', { score: Math.round(row.best_score) }),
    row.cost !== null && formatPrice(t, i18n.language, row.cost),
    row.status === 'failed' && t('refine.state.failed'),
  ]
  const remove = () =>
    void act(async () => {
      await call('delete_session', { session_id: row.id })
      if (isShown) showSession(null)
      await client.invalidateQueries({ queryKey: ['sessions'] })
    })
  return (
    <div className={cx('group flex h-[58px] items-center rounded-control hover:bg-press', isShown && 'bg-press')}>
      <button type="button" aria-current={isShown || undefined} onClick={onTake} className="flex h-full min-w-0 flex-1 items-center gap-2.5 rounded-control px-1.5 text-left -outline-offset-2">
        <span aria-hidden className="grid size-[46px] shrink-0 place-items-center overflow-hidden rounded-control bg-well">
          {isRunning ? <Spinner size={15} /> : row.thumb && <TinyThumb id={row.thumb} width={46} height={46} />}
        </span>
        <span className="min-w-0 flex-1">
          <span className="block truncate">{row.name || row.user_goal}</span>
          <span className="block truncate text-xs text-faint tabular-nums">{facts.filter(Boolean).join(' · ')}</span>
        </span>
      </button>
      {!isRunning && (
        <IconButton icon={Trash2} size="sm" label={t('refine.history.remove')} className="mr-1 opacity-0 group-hover:opacity-100 focus-visible:opacity-100" onClick={remove} />
      )}
    </div>
  )
}
