import { useTranslation } from 'react-i18next'
import type { RefineIteration, RefineSession } from '@/bridge/contract'
import { EmptyState } from '@/shared/ui/EmptyState'
import { cx } from '@/shared/ui/cx'
import { Spinner } from '@/shared/ui/Spinner'
import { ChecklistEditor } from '../checklist/Editor'
import { Matrix } from '../checklist/Matrix'
import { PromptSide } from '../prompt/PromptSide'
import { ScoreSide } from '../score/ScoreSide'
import { useView } from '../state'
import { Selected } from '../strip/Selected'
import { Strip } from '../strip/Strip'
import { ActionBar } from './ActionBar'
import { shownIteration } from './facts'
import { HaltBanner } from './HaltBanner'
import { SessionBar } from './SessionBar'

/** A session: the prompt at the left, the pictures and their checklist in the middle, score and lessons at the right. */
export function SessionView({ session }: { session: RefineSession }) {
  const side = useView((view) => view.side)
  const picked = useView((view) => view.picked)
  const shown = shownIteration(session, picked)
  return (
    <div className="flex h-full min-w-0">
      <aside className={cx('flex w-[340px] shrink-0 flex-col border-r border-line bg-panel max-[1240px]:w-[280px] max-[860px]:w-[236px]', side === 'score' && 'max-[1240px]:hidden')}>
        <PromptSide session={session} shown={shown} />
      </aside>
      <div className="flex min-w-0 flex-1 flex-col">
        <SessionBar session={session} />
        <HaltBanner session={session} />
        <div className="min-h-0 flex-1 overflow-y-auto">
          <Middle session={session} shown={shown} />
        </div>
        <ActionBar session={session} shown={shown} />
      </div>
      <aside
        className={cx(
          'flex w-[300px] shrink-0 flex-col border-l border-line bg-panel max-[1240px]:order-first max-[1240px]:w-[280px] max-[1240px]:border-r max-[1240px]:border-l-0 max-[860px]:w-[236px]',
          side === 'prompt' && 'max-[1240px]:hidden',
        )}
      >
        <ScoreSide session={session} shown={shown} />
      </aside>
    </div>
  )
}

function Middle({ session, shown }: { session: RefineSession; shown: RefineIteration | undefined }) {
  const { t } = useTranslation()
  const editing = useView((view) => view.editing)
  const { iterations, atoms, status, strategy } = session
  const isBegun = iterations.some(({ image, failure, standing }) => image ?? failure ?? (standing === 'waiting' && status === 'running' && session.step !== 'write'))
  const hasChecklist = strategy === 'contract' && atoms.length > 0
  return (
    <>
      {isBegun && <Strip session={session} shown={shown} />}
      {isBegun && shown && <Selected session={session} iteration={shown} />}
      <div className="px-4">
        {hasChecklist && (editing || !isBegun) ? <ChecklistEditor session={session} /> : hasChecklist ? <Matrix session={session} shown={shown} /> : null}
        {!hasChecklist && !isBegun && (
          <EmptyState title={t(status === 'running' ? 'refine.writing.title' : strategy === 'simple' && iterations.length > 0 ? 'refine.writing.simple' : 'refine.writing.open')} text={t('refine.writing.text')}>
            {status === 'running' && <Spinner size={18} className="text-accent-text" />}
          </EmptyState>
        )}
      </div>
    </>
  )
}
