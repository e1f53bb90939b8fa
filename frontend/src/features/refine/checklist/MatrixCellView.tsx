import { Check, CircleHelp, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MatrixCell, RefineIteration } from '@/bridge/contract'
import { cx } from '@/shared/ui/cx'
import { Spinner } from '@/shared/ui/Spinner'
import { Tooltip } from '@/shared/ui/Tooltip'
import { numberOf } from '../session/facts'
import type { Atom } from './matrix'

const LOOKS = {
  yes: { icon: Check, ink: 'text-ok', line: 'decoration-ok' },
  unsure: { icon: CircleHelp, ink: 'text-accent-text', line: 'decoration-accent-line' },
  no: { icon: X, ink: 'text-bad', line: 'decoration-bad' },
}

interface MatrixCellViewProps {
  atom: Atom
  question: string
  iteration: RefineIteration
  /** Row and column, for the arrow keys. */
  at: string
  isStop: boolean
  isShown: boolean
  /** It is being looked at now. */
  isLive: boolean
  onFocus: () => void
}

/** What the judge saw of one question in one picture; hovered or focused it says why. */
export function MatrixCellView({ atom, question, iteration, at, isStop, isShown, isLive, onFocus }: MatrixCellViewProps) {
  const { t } = useTranslation()
  const cell = iteration.cells[atom.id]
  const picture = t('refine.iteration', { number: numberOf(iteration.index) })
  const answer = cell ? t(`refine.answer.${cell.answer}`) : t('refine.answer.none')
  const aimed = iteration.targets.includes(atom.id)
  const words = [cell?.said && atom.kind !== 'yes_no' && `“${cell.said}”`, cell?.evidence, aimed && t('refine.checklist.aimed')].filter(Boolean).join(' · ')
  const place = (
    <td
      role="gridcell"
      data-at={at}
      tabIndex={isStop ? 0 : -1}
      aria-label={`${question} ${picture}: ${[answer, words].filter(Boolean).join('. ')}`}
      onFocus={onFocus}
      className={cx('h-7 w-12 max-w-24 px-1 text-center -outline-offset-2', isShown && 'bg-selected', aimed && 'shadow-[inset_0_-2px_0_var(--accent-soft-line)]')}
    >
      {cell ? <Answer cell={cell} isOpen={atom.kind !== 'yes_no'} /> : isLive ? <Spinner size={11} className="mx-auto" /> : <span className="text-dim">–</span>}
    </td>
  )
  return cell || aimed ? (
    <Tooltip label={words || answer} side="top">
      {place}
    </Tooltip>
  ) : (
    place
  )
}

function Answer({ cell, isOpen }: { cell: MatrixCell; isOpen: boolean }) {
  const { icon: Icon, ink, line } = LOOKS[cell.answer]
  if (isOpen && cell.said && cell.said !== 'unsure') return <span className={cx('block truncate underline decoration-2 underline-offset-3', line)}>{cell.said}</span>
  return <Icon size={14} strokeWidth={2} aria-hidden className={cx('mx-auto', ink)} />
}
