import { Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { RefineSession } from '@/bridge/contract'
import { Elapsed } from '@/shared/images/Elapsed'
import { showSession } from '@/shared/refine/open'
import { IconButton } from '@/shared/ui/IconButton'
import { SegmentedControl } from '@/shared/ui/SegmentedControl'
import { Spinner } from '@/shared/ui/Spinner'
import { SessionHistory } from '../history/SessionHistory'
import { freshView, useView } from '../state'
import { numberOf } from './facts'

/** How the session stands; the ways to others. */
export function SessionBar({ session }: { session: RefineSession | undefined }) {
  const { t } = useTranslation()
  const side = useView((view) => view.side)
  const isNew = session === undefined
  return (
    <div className="flex min-h-[42px] shrink-0 items-center gap-2.5 border-b border-line py-1.5 pr-3 pl-4">
      {session && (
        <SegmentedControl
          label={t('refine.side.title')}
          value={side}
          options={(['prompt', 'score'] as const).map((value) => ({ value, label: t(`refine.side.${value}`) }))}
          onChange={(next) => useView.setState({ side: next })}
          className="min-[1241px]:hidden"
        />
      )}
      <div role="status" className="min-w-0 flex-1 text-balance text-muted">
        {session ? <State session={session} /> : t('refine.start.bar')}
      </div>
      <SessionHistory shown={session?.id} />
      {!isNew && (
        <IconButton
          icon={Plus}
          size="sm"
          label={t('refine.new')}
          shortcut="n"
          onClick={() => {
            freshView()
            showSession(null)
          }}
        />
      )}
    </div>
  )
}

function State({ session }: { session: RefineSession }) {
  const { t } = useTranslation()
  const { status, step, step_iteration: at, waiting_until: until, stopped, iterations } = session
  if (status === 'running') {
    const words = t(`refine.step.${step ?? 'write'}`, { number: numberOf(at ?? iterations.length) })
    return (
      <span className="flex min-w-0 items-center gap-2">
        <Spinner size={13} className="shrink-0 text-accent-text" />
        <span className="truncate">{words}</span>
        {until && (
          <span className="shrink-0 text-accent-text">
            {t('refine.waiting')} <Elapsed until={until} />
          </span>
        )}
      </span>
    )
  }
  if (status === 'failed') return <span className="text-bad">{t('refine.state.failed')}</span>
  if (stopped) return t(`refine.stopped.${stopped}`)
  return t(iterations.some(({ image }) => image) ? 'refine.state.waiting' : 'refine.state.draft')
}
