import { useQuery } from '@tanstack/react-query'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { isSubmit } from '@/shared/commands/shortcut'
import { CapNote } from '@/shared/refine/CapNote'
import { newEstimateQuery } from '@/shared/refine/queries'
import { Button } from '@/shared/ui/Button'
import { Kbd } from '@/shared/ui/Kbd'
import { priceWords, workWords } from '@/shared/refine/estimate'
import { useRefineDraft } from './use-draft'
import { useStart } from './use-start'

const GOAL_ID = 'refine-goal'

export const focusGoal = (): void => document.getElementById(GOAL_ID)?.focus()

/** What the picture is for and what matters in it; the press that starts, and what all of it would come to. */
export function GoalBox() {
  const { t, i18n } = useTranslation()
  const { draft, change } = useRefineDraft()
  const { start, busy, why, over, estimate: writing } = useStart()
  const { data: estimate } = useQuery(newEstimateQuery(draft))
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isSubmit(event.nativeEvent)) return
    event.preventDefault()
    start()
  }
  return (
    <section aria-label={t('refine.goal')} className="shrink-0 border-t border-line bg-panel px-4 pt-3 pb-3.5">
      <div className="rounded-[12px] border border-line-strong bg-well px-3.5 pt-2.5 pb-2.5 transition-colors duration-150 focus-within:border-accent-line">
        <textarea
          id={GOAL_ID}
          aria-label={t('refine.goal')}
          placeholder={t('refine.start.placeholder')}
          value={draft.goal}
          rows={2}
          onChange={(event) => change({ goal: event.target.value })}
          onKeyDown={onKeyDown}
          className="field-sizing-content block max-h-[34vh] min-h-[42px] w-full resize-none bg-transparent text-lg text-text focus:outline-none"
        />
        <div className="mt-1.5 flex min-w-0 flex-wrap items-center justify-end gap-x-3 gap-y-1.5">
          <span id="refine-why" className="min-w-0 flex-1 basis-40 text-sm text-faint tabular-nums">
            {why ? t(`refine.start.why.${why}`) : over ? <CapNote over={over} /> : estimate && t('refine.start.all', { work: workWords(t, estimate), price: priceWords(t, i18n.language, estimate) })}
          </span>
          <Button variant="primary" size="lg" busy={busy} disabled={why !== null || over !== null} aria-describedby="refine-why" onClick={start}>
            {t('refine.start.button')}
            {writing && <span className="text-sm font-medium tabular-nums opacity-80">{priceWords(t, i18n.language, writing)}</span>}
            <Kbd keys="mod+enter" className="text-accent-ink! opacity-75 max-[1100px]:hidden" />
          </Button>
        </div>
      </div>
    </section>
  )
}
