import { useTranslation } from 'react-i18next'
import type { Recommendation, RefineSession } from '@/bridge/contract'
import { cx } from '@/shared/ui/cx'
import { numberOf } from '../session/facts'
import { look } from '../state'

const INK: Record<Recommendation['label'], string> = {
  verified: 'bg-[color-mix(in_srgb,var(--ok)_28%,transparent)] text-text',
  observed: 'bg-press text-text',
  no_effect: 'bg-press text-muted',
  worse: 'bg-bad-soft text-bad',
}

/** What worked and what did not, each with the evidence there is for it. */
export function Lessons({ session }: { session: RefineSession }) {
  const { t } = useTranslation()
  const { recommendations: lessons } = session
  if (lessons.length === 0) return <p className="m-0 text-faint">{t('refine.lessons.none')}</p>
  return (
    <ul className="m-0 flex list-none flex-col gap-2.5 p-0">
      {lessons.map((lesson, index) => (
        <li key={index} className="flex flex-col items-start gap-1 text-[12.5px]">
          <button type="button" title={t('refine.iteration', { number: numberOf(lesson.iteration) })} onClick={() => look(lesson.iteration)} className={cx('rounded-[5px] px-1.5 text-xs font-semibold tabular-nums', INK[lesson.label])}>
            {t(`refine.label.${lesson.label}`)} {shareWords(lesson, session.verification?.each ?? 0)}
          </button>
          <span data-selectable className="[overflow-wrap:anywhere]">
            <Change lesson={lesson} questions={questionsOf(session, lesson)} />
          </span>
        </li>
      ))}
    </ul>
  )
}

/** `3/3 v 0/3`: how many fresh images of the final and of the first prompt show it. */
function shareWords({ shares }: Recommendation, each: number): string {
  const [share] = Object.values(shares)
  if (!share || each === 0) return ''
  const [first, final] = share
  return `${Math.round(final * each)}/${each} v ${Math.round(first * each)}/${each}`
}

const questionsOf = ({ atoms }: RefineSession, { atoms: ids }: Recommendation): string[] => atoms.filter(({ id }) => ids.includes(id)).map(({ question }) => question)

function Change({ lesson: { block, before, after }, questions }: { lesson: Recommendation; questions: readonly string[] }) {
  const { t } = useTranslation()
  return (
    <>
      {before ? t('refine.lessons.instead', { after, before }) : `“${after}”`} <span className="text-faint">{[t(`refine.block.${block}`), ...questions].join(' · ')}</span>
    </>
  )
}
