import { ThumbsUp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { RefineIteration, RefineSession } from '@/bridge/contract'
import { dragOut } from '@/shared/images/drag-out'
import { menuFor, type ImageTarget } from '@/shared/images/image-actions'
import { formatPrice } from '@/shared/images/image-format'
import { useImage } from '@/shared/images/queries'
import { Thumb } from '@/shared/images/Thumb'
import { usePerform } from '@/shared/images/use-image-actions'
import { useImageContext } from '@/shared/images/use-image-context'
import { useImageKeys } from '@/shared/images/use-image-keys'
import { openViewer } from '@/shared/images/viewer-state'
import { ContextMenu } from '@/shared/ui/ContextMenu'
import { cx } from '@/shared/ui/cx'
import { fateOf, numberOf } from '../session/facts'
import { look } from '../state'
import { useIterationActions } from './use-iteration-actions'
import { Waiting } from './Waiting'

interface IterationCardProps {
  session: RefineSession
  iteration: RefineIteration
  isShown: boolean
  /** For the arrows of the viewer. */
  among: readonly string[]
}

/** One picture with its score and what became of it. */
export function IterationCard({ session, iteration, isShown, among }: IterationCardProps) {
  const { t, i18n } = useTranslation()
  const { index, image: id, judge_score: score, cost } = iteration
  const image = useImage(id ?? '', id !== null)
  const context = useImageContext()
  const perform = usePerform(context)
  const own = useIterationActions(session, iteration)
  const target = (): ImageTarget => ({ images: image ? [image] : [], generation: null, run: null, among })
  const onKeyDown = useImageKeys(target, context)
  const fate = fateOf(session, iteration)
  const tag = fate === 'waiting' && !id ? '' : t(`refine.fate.${session.stopped === 'accepted' && fate === 'best' ? 'accepted' : fate === 'waiting' && session.status !== 'running' ? 'unjudged' : fate}`)
  const words = [t('refine.iteration', { number: numberOf(index) }), score !== null && t('refine.score.of', { score: Math.round(score) }), tag].filter(Boolean).join(', ')
  return (
    <li className="min-w-[132px] flex-1 basis-0 max-w-[340px] max-[1240px]:min-w-[116px]">
      <ContextMenu groups={() => [own, ...(image ? menuFor(target(), context, (action) => perform(action, target())) : [])]}>
        <button
          type="button"
          data-iteration={index}
          aria-label={words}
          aria-pressed={isShown}
          draggable={image !== undefined}
          onDragStart={(event) => image && dragOut(event, image)}
          onClick={() => look(index)}
          onDoubleClick={() => id && openViewer({ ids: among, shown: [id] })}
          onKeyDown={onKeyDown}
          className={cx(
            'flex w-full flex-col overflow-hidden rounded-card border bg-panel text-left transition-[border-color,opacity] duration-150',
            fate === 'best' ? 'border-accent-line shadow-[0_0_0_1px_var(--accent-line)]' : isShown ? 'border-text' : 'border-line hover:border-line-strong',
          )}
        >
          <span className={cx('relative block aspect-[1.22] w-full bg-well', fate === 'dropped' && !isShown && 'opacity-60')}>
            {id ? <Thumb id={id} size={768} alt="" className="size-full" /> : <Waiting session={session} iteration={iteration} />}
          </span>
          <span className="flex min-w-0 items-baseline gap-2 px-2.5 py-1.5 tabular-nums">
            <b className="text-xl font-semibold">{score === null ? '–' : Math.round(score)}</b>
            <small className={cx('min-w-0 truncate text-sm', isShown ? 'text-text' : 'text-muted')}>{numberOf(index)}</small>
            <span className={cx('ml-auto flex max-w-[72%] shrink-0 items-center gap-1 text-xs', fate === 'best' ? 'text-accent-text' : 'text-muted')} title={cost === null ? undefined : formatPrice(t, i18n.language, cost)}>
              {fate === 'best' && session.picked_by_user && <ThumbsUp size={11} strokeWidth={1.9} aria-label={t('refine.fate.picked')} />}
              <span className="truncate">{tag}</span>
            </span>
          </span>
        </button>
      </ContextMenu>
    </li>
  )
}
