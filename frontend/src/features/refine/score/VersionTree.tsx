import { useTranslation } from 'react-i18next'
import type { RefineSession } from '@/bridge/contract'
import { showSession } from '@/shared/refine/open'
import { cx } from '@/shared/ui/cx'
import { fateOf, numberOf } from '../session/facts'
import { freshView, look } from '../state'
import { treeOf, type TreeRow } from './tree'

const ROW = 28
const LANE = 15
const xOf = (lane: number) => 8 + lane * LANE

/** Which prompt came of which: the way to the best in one line, side ways beside it. */
export function VersionTree({ session, shown }: { session: RefineSession; shown: number | undefined }) {
  const { t } = useTranslation()
  const rows = treeOf(session.iterations, session.best)
  const width = xOf(Math.max(...rows.map(({ lane }) => lane), 0)) + 10
  const { origin } = session
  return (
    <div className="relative">
      <svg aria-hidden width={width} height={rows.length * ROW} className="pointer-events-none absolute top-0 left-0">
        {rows.map((row, at) => (
          <Edge key={row.index} row={row} at={at} parent={row.parent === null ? undefined : rows[row.parent]} isBest={row.lane === 0} />
        ))}
        {rows.map(({ index, lane }, at) => (
          <circle key={index} cx={xOf(lane)} cy={at * ROW + ROW / 2} r={4} fill={index === session.best ? 'var(--accent-line)' : 'var(--panel)'} stroke={lane === 0 ? 'var(--accent-line)' : 'var(--faint)'} strokeWidth={1.5} />
        ))}
      </svg>
      <ul aria-label={t('refine.tree.title')} className="m-0 list-none p-0">
        {session.iterations.map((iteration) => {
          const fate = fateOf(session, iteration)
          return (
            <li key={iteration.index} style={{ height: ROW, paddingLeft: width }}>
              <button
                type="button"
                aria-current={iteration.index === shown || undefined}
                onClick={() => look(iteration.index)}
                className={cx('flex h-full w-full min-w-0 items-center gap-2 rounded-control px-1.5 text-left tabular-nums -outline-offset-2 hover:bg-press', iteration.index === shown && 'bg-press')}
              >
                <span className="shrink-0">{iteration.index === 0 ? t('refine.fate.first') : numberOf(iteration.index)}</span>
                <span className="min-w-0 flex-1 truncate text-sm text-faint">{iteration.written_by === 'user' ? t('refine.tree.own') : iteration.summary}</span>
                <span className={cx('shrink-0 text-sm', fate === 'best' ? 'text-accent-text' : 'text-muted')}>{iteration.judge_score !== null ? Math.round(iteration.judge_score) : t(iteration.image !== null || fate === 'failed' ? `refine.fate.${fate === 'waiting' && session.status !== 'running' ? 'unjudged' : fate}` : 'refine.short.open')}</span>
              </button>
            </li>
          )
        })}
      </ul>
      {origin && (
        <button
          type="button"
          onClick={() => {
            freshView()
            showSession(origin.session_id)
          }}
          className="mt-1 rounded text-left text-sm text-muted underline decoration-line-strong underline-offset-2 hover:text-text"
        >
          {t('refine.tree.origin', { number: numberOf(origin.iteration) })}
        </button>
      )}
    </div>
  )
}

function Edge({ row, at, parent, isBest }: { row: TreeRow; at: number; parent: TreeRow | undefined; isBest: boolean }) {
  if (!parent) return null
  const [x1, y1, x2, y2] = [xOf(parent.lane), parent.index * ROW + ROW / 2, xOf(row.lane), at * ROW + ROW / 2]
  const turn = Math.min(y2, y1 + ROW)
  const d = x1 === x2 ? `M${x1} ${y1}V${y2}` : `M${x1} ${y1}C${x1} ${turn} ${x2} ${turn - ROW / 2} ${x2} ${turn}V${y2}`
  return <path d={d} fill="none" stroke={isBest ? 'var(--accent-line)' : 'var(--line-strong)'} strokeWidth={1.5} />
}
