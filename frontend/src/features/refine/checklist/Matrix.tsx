import { PenLine } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { RefineIteration, RefineSession } from '@/bridge/contract'
import { Button } from '@/shared/ui/Button'
import { cx } from '@/shared/ui/cx'
import { useChatModel } from '@/shared/words/queries'
import { BlockMark } from '../session/BlockMark'
import { numberOf } from '../session/facts'
import { look, useView } from '../state'
import { atomsOf, groupsOf, moved, type AtomRow } from './matrix'
import { MatrixCellView } from './MatrixCellView'

/** Which question each picture answers, live. The arrow keys go from answer to answer; each says what was seen. */
export function Matrix({ session, shown }: { session: RefineSession; shown: RefineIteration | undefined }) {
  const { t } = useTranslation()
  const judge = useChatModel(session.judged_by)
  const groups = groupsOf(atomsOf(session))
  const columns = session.iterations
  const [at, setAt] = useState<readonly [number, number]>([0, 0])
  const judged = session.status === 'running' && session.step === 'judge' ? session.step_iteration : null
  const lines = groups.flatMap(({ rows }) => rows)
  const count = lines.length
  const stop = [Math.min(at[0], count - 1), Math.min(at[1], columns.length - 1)] as const
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    const next = moved(stop, event.key, count, columns.length)
    if (!next) return
    event.preventDefault()
    setAt(next)
    event.currentTarget.querySelector<HTMLElement>(`[data-at="${next.join(':')}"]`)?.focus()
  }
  return (
    <section data-scrolls aria-labelledby="matrix-title" className="min-w-0 overflow-x-auto pb-3">
      <table role="grid" aria-labelledby="matrix-title" onKeyDown={onKeyDown} className="w-full border-collapse text-[12.5px] tabular-nums">
        <thead>
          <tr>
            <th scope="col" className="min-w-40 py-1.5 pr-2 text-left font-medium text-muted">
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <span id="matrix-title">{t('refine.checklist.title')}</span>
                <span className="font-normal text-faint">{t('refine.checklist.judgedBy', { model: judge?.label ?? session.judged_by })}</span>
                <Button size="sm" variant="quiet" icon={PenLine} disabled={session.status === 'running'} onClick={() => useView.setState({ editing: true })}>
                  {t('refine.checklist.open')}
                </Button>
              </span>
            </th>
            {columns.map(({ index }) => (
              <th key={index} scope="col" className={cx('w-12 p-0', index === shown?.index && 'bg-selected')}>
                <button type="button" aria-label={t('refine.iteration', { number: numberOf(index) })} aria-pressed={index === shown?.index} onClick={() => look(index)} className="h-7 w-full rounded font-medium text-muted hover:text-text">
                  {numberOf(index)}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        {groups.map(({ name, rows }) => (
          <tbody key={name}>
            <tr>
              <th scope="rowgroup" colSpan={columns.length + 1} className="pt-2.5 pb-0.5 text-left font-normal text-faint">
                <span className="flex items-center gap-1.5 text-xs">
                  <BlockMark block={name} />
                  {t(`refine.block.${name}`)}
                </span>
              </th>
            </tr>
            {rows.map((row) => (
              <Line key={row.atom.id} row={row} line={lines.indexOf(row)} columns={columns} shown={shown?.index} judged={judged} stop={stop} onFocus={setAt} />
            ))}
          </tbody>
        ))}
      </table>
    </section>
  )
}

interface LineProps {
  row: AtomRow
  line: number
  columns: readonly RefineIteration[]
  shown: number | undefined
  /** The image that is being judged. */
  judged: number | null
  stop: readonly [number, number]
  onFocus: (at: readonly [number, number]) => void
}

function Line({ row: { atom, depth }, line, columns, shown, judged, stop, onFocus }: LineProps) {
  const { t } = useTranslation()
  const isHard = atom.weight >= 5
  const question = atom.is_quality ? t(`refine.quality.${atom.id}`, { defaultValue: atom.question }) : atom.question
  const expected = atom.kind !== 'yes_no' || atom.expected === 'no' ? t('refine.checklist.expects', { answer: atom.expected === 'no' ? t('refine.answer.no') : atom.expected }) : ''
  return (
    <tr className="border-b border-line">
      <th scope="row" className="py-1 pr-2 text-left font-normal" style={{ paddingLeft: depth * 16 }}>
        {isHard && <span role="img" aria-label={t('refine.weight.5')} title={t('refine.weight.5')} className="mr-2 inline-block size-1.5 rounded-full bg-accent align-[2px]" />}
        <span className={cx(atom.weight === 1 && !atom.is_quality && 'text-muted')}>{question}</span>
        {(expected || atom.from_feedback) && <small className="ml-1.5 text-[length:inherit] text-faint">{[expected, atom.from_feedback && t('refine.checklist.yours')].filter(Boolean).join(' · ')}</small>}
      </th>
      {columns.map((iteration, column) => (
        <MatrixCellView
          key={iteration.index}
          atom={atom}
          question={question}
          iteration={iteration}
          at={`${line}:${column}`}
          isStop={stop[0] === line && stop[1] === column}
          isShown={iteration.index === shown}
          isLive={iteration.index === judged}
          onFocus={() => onFocus([line, column])}
        />
      ))}
    </tr>
  )
}
