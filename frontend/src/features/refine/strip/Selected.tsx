import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Closeness, RefineIteration, RefineSession } from '@/bridge/contract'
import { titled } from '@/i18n/in-sentences'
import { errorWords } from '@/shared/errors/error-text'
import { useModelLabel } from '@/shared/models/queries'
import { Button } from '@/shared/ui/Button'
import { numberOf } from '../session/facts'
import { useIterationActions } from './use-iteration-actions'

/** How near the source it is, in all and by palette, layout and texture. */
function closeWords(t: TFunction, language: string, closeness: Closeness): string {
  const share = (value: number) => value.toLocaleString(language, { style: 'percent', maximumFractionDigits: 0 })
  const parts = (['palette', 'layout', 'texture'] as const).map((part) => t(`reproduce.close.${part}`, { share: share(closeness[part]) }))
  return `${t('refine.selected.close', { share: share(closeness.overall) })} (${parts.join(', ')})`
}

/** The iteration that is looked at: what was changed for it, what the judge said, and what can be done with it. */
export function Selected({ session, iteration }: { session: RefineSession; iteration: RefineIteration }) {
  const { t, i18n } = useTranslation()
  const label = useModelLabel()(session.model)
  const actions = useIterationActions(session, iteration)
  const words = iteration.failure && errorWords(t, iteration.failure, { model: label })
  // The other order is asked only where it could still change who wins.
  const [one, other = one] = iteration.verdicts
  const liked = iteration.standing !== 'waiting' && one && (one === other ? one : 'tie')
  const told = [
    iteration.written_by === 'user' ? t('refine.selected.own') : iteration.summary,
    words && titled(t, words),
    iteration.judge_notes,
    iteration.closeness && closeWords(t, i18n.language, iteration.closeness),
    liked && t(`refine.verdict.${liked}`),
  ].filter(Boolean)
  return (
    <div className="flex min-h-[34px] flex-wrap items-center gap-x-3 gap-y-1.5 px-4 pb-2">
      <p data-selectable className="m-0 line-clamp-3 min-w-0 flex-1 basis-52 text-muted" title={told.join(' · ')}>
        <span className="font-medium text-text">{iteration.index === 0 ? t('refine.fate.first') : t('refine.iteration', { number: numberOf(iteration.index) })}</span>
        {told.length > 0 && ` · ${told.join(' · ')}`}
      </p>
      <div className="flex flex-wrap gap-1.5">
        {actions.map(({ id, label: name, icon, disabled, onSelect }) => (
          <Button key={id} size="sm" icon={icon} disabled={disabled} onClick={onSelect}>
            {name}
          </Button>
        ))}
      </div>
    </div>
  )
}
