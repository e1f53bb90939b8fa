import { Check } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { RefineIteration, RefineSession } from '@/bridge/contract'
import { useReadOnly } from '@/shared/studio/queries'
import { PaidButton } from '@/shared/studio/PaidButton'
import { Button } from '@/shared/ui/Button'
import { cx } from '@/shared/ui/cx'
import { inputClass } from '@/shared/ui/Field'
import { Kbd } from '@/shared/ui/Kbd'
import { NumberField } from '@/shared/ui/NumberField'
import { putFeedback, putMore, useAhead } from './ahead'
import { CapNote } from '@/shared/refine/CapNote'
import { priceWords, workWords } from '@/shared/refine/estimate'
import { numberOf } from './facts'
import { MOST_IMAGES, useAccept, useGoOn } from './use-loop'

const FEEDBACK_ID = 'refine-feedback'
const WHY_ID = 'refine-why-not'

export const focusFeedback = (): void => document.getElementById(FEEDBACK_ID)?.focus()

/** There is an image: say what is wrong with it, make more, or take it. */
export function GoOnBar({ session, shown }: { session: RefineSession; shown: RefineIteration | undefined }) {
  const { t, i18n } = useTranslation()
  const feedback = useAhead((state) => state.feedback[session.id] ?? '')
  const { goOn, say, busy, left, count, estimate, over, isIdle } = useGoOn(session)
  const { accept, busy: accepting } = useAccept(session)
  const readOnly = useReadOnly()
  const isBest = shown?.index === session.best
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter also ends what an input method composes.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    event.stopPropagation()
    if (event.repeat) return
    if (event.ctrlKey || event.metaKey) goOn()
    else say()
  }
  return (
    <div className="flex flex-wrap items-center justify-end gap-x-2 gap-y-2">
      <textarea
        id={FEEDBACK_ID}
        aria-label={t('refine.feedback.label')}
        placeholder={t(session.strategy === 'contract' ? 'refine.feedback.check' : 'refine.feedback.plain')}
        value={feedback}
        maxLength={2000}
        rows={1}
        onChange={(event) => putFeedback(session.id, event.target.value)}
        onKeyDown={onKeyDown}
        className={cx(inputClass, 'field-sizing-content h-auto! max-h-32 min-h-9 min-w-0 flex-1 basis-48 resize-none rounded-[9px] py-[7px]')}
      />
      <span className="flex max-w-full flex-wrap items-center justify-end gap-2">
        {left > 0 ? (
          <>
            <NumberField aria-label={t('refine.more.count')} className="h-9! w-[92px]!" min={1} max={left} value={count} onChange={(next) => putMore(session.id, next ?? 1)} />
            <PaidButton size="lg" busy={busy} disabled={over !== null || isIdle} aria-describedby={WHY_ID} title={estimate && !isIdle ? workWords(t, estimate) : undefined} onClick={goOn}>
              {t('refine.more.button', { count })}
              {estimate && !isIdle && <span className="text-sm text-muted tabular-nums">{priceWords(t, i18n.language, estimate)}</span>}
              <Kbd keys="mod+enter" className="max-[1600px]:hidden" />
            </PaidButton>
          </>
        ) : (
          <span className="text-sm text-faint">{t('refine.more.full', { count: MOST_IMAGES })}</span>
        )}
        {shown?.image && (
          <Button size="lg" variant="primary" icon={Check} busy={accepting} disabled={session.stopped === 'accepted' && isBest} onClick={() => accept(shown.index)}>
            {session.stopped === 'accepted' && isBest ? t('refine.accept.done') : t('refine.accept.button', { number: numberOf(shown.index) })}
          </Button>
        )}
      </span>
      <span id={WHY_ID} className="basis-full text-sm text-faint empty:hidden">
        {readOnly ? t('app.readOnlyWhy') : isIdle ? t(estimate?.idle === 'locked' ? 'refine.stopped.locked' : 'refine.more.idle') : <CapNote over={over} />}
      </span>
    </div>
  )
}
