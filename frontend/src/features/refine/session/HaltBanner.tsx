import { Play, Users, Wallet } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { ErrorInfo, RefineSession } from '@/bridge/contract'
import { asSentence, inSentences } from '@/i18n/in-sentences'
import { errorWords } from '@/shared/errors/error-text'
import { useModels } from '@/shared/models/queries'
import { KeyPasteInline } from '@/shared/providers/KeyPasteInline'
import { navigate } from '@/shared/studio/navigation'
import { PaidButton } from '@/shared/studio/PaidButton'
import { Banner } from '@/shared/ui/Banner'
import { Button } from '@/shared/ui/Button'
import { useChatModels } from '@/shared/words/queries'
import { lookAtRoles } from '../state'
import { useSessionAct } from '../use-session'
import { CapNote } from '@/shared/refine/CapNote'
import { priceWords } from '@/shared/refine/estimate'
import { useResume } from './use-loop'

/** Why the session stands still, and what can be done about it. Nothing that was paid for is asked for again by itself. */
export function HaltBanner({ session }: { session: RefineSession }) {
  if (session.status === 'running') return null
  if (session.unknown_attempt) return <Unknown session={session} attempt={session.unknown_attempt} />
  return session.error && <Halted session={session} error={session.error} />
}

function Halted({ session, error }: { session: RefineSession; error: ErrorInfo }) {
  const { t } = useTranslation()
  const chat = isOfChat(session, error)
  const { title, text, charged } = errorWords(t, error, { ...useNames(error), chat })
  const provider = typeof error.details.provider === 'string' ? error.details.provider : null
  const { resume } = useResume(session)
  const wantsKey = error.code === 'auth_failed' && provider !== null
  return (
    <div className="max-h-1/2 shrink-0 overflow-y-auto px-4 pt-3">
      <Banner kind="bad" actions={<GoOn session={session} caps={error.code === 'cost_cap'} others={chat && error.code !== 'cost_cap'} />}>
        <span className="font-semibold">{asSentence(t, title)}</span> <span className="text-text">{inSentences(t, [text, charged, t('refine.halt.kept')])}</span>
        {wantsKey && (
          <div className="mt-2 max-w-96">
            <KeyPasteInline provider={provider} onSaved={resume} />
          </div>
        )}
      </Banner>
    </div>
  )
}

/** Whether writer or judge failed: another one can take over. */
const isOfChat = ({ roles, judged_by }: RefineSession, { details }: ErrorInfo): boolean => [roles.writer, judged_by].includes(String(details.model))

function GoOn({ session, caps, others }: { session: RefineSession; caps: boolean; others: boolean }) {
  const { t, i18n } = useTranslation()
  const { resume, busy, estimate, over } = useResume(session)
  return (
    <span className="flex shrink-0 flex-wrap items-center justify-end gap-1.5">
      {!caps && <CapNote over={over} />}
      {others && (
        <Button size="sm" icon={Users} onClick={lookAtRoles}>
          {t('refine.halt.others')}
        </Button>
      )}
      {(caps || over) && (
        <Button size="sm" icon={Wallet} onClick={() => navigate('settings', { section: 'spend' })}>
          {t('spend.pill.caps')}
        </Button>
      )}
      <PaidButton size="sm" icon={Play} busy={busy} disabled={over !== null} onClick={resume}>
        {t('reproduce.goOn')}
        {estimate && <span className="text-muted tabular-nums">{priceWords(t, i18n.language, estimate)}</span>}
      </PaidButton>
    </span>
  )
}

function Unknown({ session, attempt }: { session: RefineSession; attempt: string }) {
  const { t, i18n } = useTranslation()
  const { act, busy } = useSessionAct()
  const { resume, busy: resuming, estimate, over } = useResume(session)
  const letGo = () =>
    void act(async () => {
      await call('resolve_unknown', { attempt_id: attempt, action: 'discard' })
      return call('get_session', { session_id: session.id })
    })
  return (
    <div className="max-h-1/2 shrink-0 overflow-y-auto px-4 pt-3">
      <Banner
        kind="bad"
        actions={
          <span className="flex shrink-0 flex-wrap items-center justify-end gap-1.5">
            <CapNote over={over} />
            <Button size="sm" disabled={busy || resuming} onClick={letGo}>
              {t('compare.unknown.discard')}
            </Button>
            <PaidButton size="sm" busy={busy || resuming} disabled={over !== null} onClick={resume}>
              {t('compare.unknown.resend')} {estimate && priceWords(t, i18n.language, estimate)}
            </PaidButton>
          </span>
        }
      >
        <span className="font-semibold">{asSentence(t, t('errors.outcome_unknown.title'))}</span> <span className="text-text">{t('refine.halt.unknown')}</span>
      </Banner>
    </div>
  )
}

/** The labels of the model and provider that an error speaks of; where no key is saved it names no model. */
function useNames({ details }: ErrorInfo): { model?: string; provider?: string } {
  const images = useModels()
  const chats = useChatModels().data ?? []
  const all = [...images, ...chats]
  const found = all.find(({ id }) => id === details.model)
  return { model: found?.label, provider: (found ?? all.find(({ provider }) => provider === details.provider))?.provider_label }
}
