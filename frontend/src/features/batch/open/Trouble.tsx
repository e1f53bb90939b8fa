import { FlaskConical, TriangleAlert, UserMinus, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Batch } from '@/bridge/contract'
import { asSentence, inSentences } from '@/i18n/in-sentences'
import { isUnfinished } from '@/shared/batch/queries'
import { errorWords } from '@/shared/errors/error-text'
import { useModels } from '@/shared/models/queries'
import { useOthers } from '@/shared/people/queries'
import { navigate } from '@/shared/studio/navigation'
import { Button } from '@/shared/ui/Button'
import { cx } from '@/shared/ui/cx'
import { changeFilter } from './view-state'

/** What keeps it from going on and how it goes on; a trial that can be looked at; outcomes that nobody knows. */
export function Trouble({ batch }: { batch: Batch }) {
  const { t } = useTranslation()
  const models = useModels()
  const { state, error, trial, counts } = batch
  const provider = models.find(({ provider: id }) => id === error?.details.provider)
  const owner = useOthers()?.get(batch.owner)
  const words = error && errorWords(t, error, { provider: provider?.provider_label })
  return (
    <>
      {(state === 'capped' || state === 'halted') && words && (
        <Band bad title={words.title} text={inSentences(t, [words.text, t('batch.trouble.kept')])}>
          {state === 'capped' && (
            <Button size="sm" onClick={() => navigate('settings', { section: 'spend' })}>
              {t('spend.over.open')}
            </Button>
          )}
          {(error.code === 'auth_failed' || error.code === 'insufficient_funds') && (
            <Button size="sm" onClick={() => navigate('keys', { provider: provider?.provider ?? null })}>
              {t('batch.trouble.keys')}
            </Button>
          )}
        </Band>
      )}
      {owner?.removed && (isUnfinished(batch) || state === 'ready') && state !== 'running' && (
        <Band icon={UserMinus} title={t('batch.trouble.removed', { name: owner.name })} text={t('batch.trouble.removedText')} />
      )}
      {trial && state === 'paused' && <Band title={t('batch.trouble.trial')} text={t('batch.trouble.trialText')} />}
      {(counts.unknown ?? 0) > 0 && (
        <Band bad title={t('batch.trouble.unknown', { count: counts.unknown })} text={t('batch.trouble.unknownText', { count: counts.unknown })}>
          <Button size="sm" onClick={() => changeFilter({ states: ['unknown'] })}>
            {t('batch.trouble.show')}
          </Button>
        </Band>
      )}
    </>
  )
}

interface BandProps {
  title: string
  text: string
  icon?: LucideIcon
  bad?: boolean
  children?: ReactNode
}

function Band({ title, text, bad = false, icon: Icon = bad ? TriangleAlert : FlaskConical, children }: BandProps) {
  const { t } = useTranslation()
  return (
    <div role={bad ? 'alert' : 'status'} className={cx('flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-b px-4 py-2', bad ? 'border-bad-soft-line bg-bad-soft' : 'border-accent-soft-line bg-accent-soft')}>
      <Icon size={15} strokeWidth={1.7} aria-hidden className={cx('shrink-0', bad ? 'text-bad' : 'text-accent-text')} />
      <span className="min-w-0 flex-1 basis-60" data-selectable>
        <span className="font-semibold">{asSentence(t, title)}</span> <span className="text-muted">{text}</span>
      </span>
      {children}
    </div>
  )
}
