import { CircleStop, ListRestart, Play } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { Reproduction } from '@/bridge/contract'
import { inSentences } from '@/i18n/in-sentences'
import { errorWords } from '@/shared/errors/error-text'
import { Elapsed } from '@/shared/images/Elapsed'
import { formatPrice } from '@/shared/images/image-format'
import { useAct } from '@/shared/images/use-act'
import { navigate } from '@/shared/studio/navigation'
import { Button } from '@/shared/ui/Button'
import { Spinner } from '@/shared/ui/Spinner'
import { isWriting, useChatModel } from '@/shared/words/queries'
import { usePriceOf } from '../use-price-of'
import { flawOf, type Flaw } from './flaw'
import { stop } from './stop'

/** How the description stands, and what can be done about it. */
export function StateBar({ row }: { row: Reproduction }) {
  const { t } = useTranslation()
  const isLive = isWriting(row)
  const flaw = flawOf(row)
  if (row.state === 'done' && !row.scaled && row.text && !flaw) return null
  return (
    <div role={row.state === 'failed' ? 'alert' : 'status'} className="-mx-4 flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-t border-line px-4 py-2">
      <div className="flex min-w-40 flex-1 flex-col">
        <State row={row} flaw={flaw} />
        {row.scaled && <span className="text-sm text-faint">{t('reproduce.scaled', { how: row.scaled })}</span>}
      </div>
      {isLive ? (
        <Button size="sm" icon={CircleStop} onClick={() => stop(row.id)}>
          {t('reproduce.stop')}
        </Button>
      ) : (
        (row.state !== 'done' || flaw || !row.text) && <GoOn row={row} />
      )}
    </div>
  )
}

const TRIES = 4

function State({ row, flaw }: { row: Reproduction; flaw: Flaw | null }) {
  const { t } = useTranslation()
  const model = useChatModel(row.model)
  const told = row.error && errorWords(t, row.error, { model: model?.label, provider: model?.provider_label, chat: true })
  const isBroken = row.error?.code === 'outcome_unknown' && row.text !== ''
  const words = told && isBroken ? { ...told, title: t('reproduce.broken.title'), text: t('reproduce.broken.text') } : told
  switch (row.state) {
    case 'running':
      return (
        <span className="flex items-center gap-2 text-muted">
          <Spinner />
          {t(row.tries > 1 && row.tries <= TRIES ? 'reproduce.try' : 'reproduce.state.running', { number: row.tries, all: TRIES })}
        </span>
      )
    case 'waiting':
      return (
        <span className="text-accent-text">
          {words?.title} · {t('reproduce.waiting', { number: Math.min(row.tries + 1, TRIES), all: TRIES })} <Elapsed until={row.waiting_until ?? row.created} />
        </span>
      )
    case 'failed':
      return (
        <span data-selectable>
          <span className="font-semibold text-bad">{words?.title}</span> <span className="text-muted">{inSentences(t, [words?.text, words?.charged])}</span>
        </span>
      )
    case 'done':
      if (flaw) return <span className="text-accent-text">{t(`reproduce.flaw.${flaw}`, { language: t(`reproduce.answer.${row.options.language ?? 'English'}`) })}</span>
      return row.text ? null : <span className="text-muted">{t('reproduce.wordless')}</span>
    default:
      return <span className="text-muted">{t(`reproduce.ended.${row.state}`)}</span>
  }
}

/** What another key, or one that is unlocked, can mend. */
const KEYS_MEND = ['auth_failed', 'insufficient_funds', 'locked']

/** The rest of a text that broke off, or all of it again. */
function GoOn({ row }: { row: Reproduction }) {
  const { t, i18n } = useTranslation()
  const { actOnce, busy } = useAct()
  const price = usePriceOf(row.image_id, row.model, row.options)
  // The rest costs about as much as all of it: the picture and what there is of the text are sent along.
  const withPrice = (words: string) => [words, typeof price === 'number' && formatPrice(t, i18n.language, price)].filter(Boolean).join(' · ')
  const ask = (afresh: boolean) => void actOnce(() => call('continue_reproduction', { id: row.id, afresh }))
  return (
    <span className="flex flex-wrap gap-1.5">
      {row.text && row.state !== 'done' && (
        <Button size="sm" icon={Play} busy={busy} onClick={() => ask(false)}>
          {withPrice(t('reproduce.goOn'))}
        </Button>
      )}
      <Button size="sm" icon={ListRestart} busy={busy} onClick={() => ask(true)}>
        {withPrice(t('reproduce.again'))}
      </Button>
      {KEYS_MEND.includes(row.error?.code ?? '') && (
        <Button size="sm" onClick={() => navigate('keys', { provider: row.model.split('/')[0] })}>
          {t('reproduce.keys')}
        </Button>
      )}
    </span>
  )
}
