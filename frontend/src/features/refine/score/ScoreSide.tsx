import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { RefineIteration, RefineSession } from '@/bridge/contract'
import { formatPrice } from '@/shared/images/image-format'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { useChatModel } from '@/shared/words/queries'
import { Role } from '../start/RolesFields'
import { ROLES_ID } from '../state'
import { useSessionAct } from '../use-session'
import { Lessons } from './Lessons'
import { Trend } from './Trend'
import { Verify } from './Verify'
import { VersionTree } from './VersionTree'

/** How far it has come, what was learnt, and what it cost. */
export function ScoreSide({ session, shown }: { session: RefineSession; shown: RefineIteration | undefined }) {
  const { t } = useTranslation()
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-3.5 pt-3 pb-4">
      <Part id="score" title={t('refine.score.title')} aside={t(session.strategy === 'contract' ? 'refine.score.checklist' : 'refine.score.opinion')}>
        <Trend session={session} shown={shown?.index} />
      </Part>
      {session.iterations.length > 0 && (
        <Part id="tree" title={t('refine.tree.title')}>
          <VersionTree session={session} shown={shown?.index} />
        </Part>
      )}
      {session.strategy === 'contract' && (
        <Part id="lessons" title={t('refine.lessons.title')}>
          <Lessons session={session} />
          <Verify session={session} />
        </Part>
      )}
      <Part id="spent" title={t('refine.spent.title')}>
        <Spent session={session} />
      </Part>
      <Judges session={session} />
    </div>
  )
}

function Part({ id, title, aside, children }: { id: string; title: string; aside?: string; children: ReactNode }) {
  return (
    <section aria-labelledby={`part-${id}`}>
      <SectionTitle aside={aside}>
        <span id={`part-${id}`}>{title}</span>
      </SectionTitle>
      {children}
    </section>
  )
}

function Spent({ session }: { session: RefineSession }) {
  const { t, i18n } = useTranslation()
  const { images, image_cost, chat_calls, chat_cost, cost } = session
  const price = (value: number | null) => formatPrice(t, i18n.language, value)
  return (
    <dl className="m-0 grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-0.5 text-muted tabular-nums">
      <dt>{t('refine.work.images', { count: images })}</dt>
      <dd className="m-0 text-right">{images > 0 && price(image_cost)}</dd>
      <dt>{t('refine.spent.calls', { count: chat_calls })}</dt>
      <dd className="m-0 text-right">{chat_calls > 0 && price(chat_cost)}</dd>
      {cost !== null && cost > 0 && (
        <>
          <dt className="text-text">{t('refine.spent.all')}</dt>
          <dd className="m-0 text-right text-text">{price(cost)}</dd>
        </>
      )}
    </dl>
  )
}

const NOT_AI: readonly RefineSession['warnings'][number][] = ['writer_not_ai', 'judge_not_ai']

/** Who writes and judges, and what that means for the score; others can take over from here on. */
function Judges({ session }: { session: RefineSession }) {
  const { t } = useTranslation()
  const { act } = useSessionAct()
  const writer = useChatModel(session.roles.writer ?? '')
  const judge = useChatModel(session.judged_by)
  const isRunning = session.status === 'running'
  const builtIn = session.warnings.filter((warning) => NOT_AI.includes(warning)).length
  const change = (roles: RefineSession['roles']) => void act(() => call('update_session', { session_id: session.id, changes: { roles: { ...session.roles, ...roles } } }))
  return (
    <Part id="judges" title={t('refine.roles.title')}>
      {isRunning ? (
        <p className="m-0 text-muted">{t('refine.roles.who', { writer: writer?.label ?? session.roles.writer, judge: judge?.label ?? session.judged_by })}</p>
      ) : (
        <div id={ROLES_ID} className="flex flex-col gap-2 [--field-label:56px]">
          <Role name="writer" value={session.roles.writer ?? ''} onChange={(id) => change({ writer: id })} />
          <Role name="judge" value={session.roles.judge ?? ''} onChange={(id) => change({ judge: id })} />
        </div>
      )}
      {builtIn > 0 && <p className="mt-1.5 mb-0 text-sm text-faint">{t(builtIn === 2 ? 'refine.roles.builtIn' : 'refine.roles.oneBuiltIn')}</p>}
      {session.warnings.filter((warning) => !NOT_AI.includes(warning)).map((warning) => (
        <p key={warning} className="mt-1.5 mb-0 flex gap-1.5 text-sm text-accent-text">
          <TriangleAlert size={13} strokeWidth={1.7} aria-hidden className="mt-0.5 shrink-0" />
          {t(`refine.warning.${warning}`)}
        </p>
      ))}
    </Part>
  )
}
