import { useTranslation } from 'react-i18next'
import type { Generation } from '@/bridge/contract'
import { titled } from '@/i18n/in-sentences'
import { errorWords } from '@/shared/errors/error-text'
import { formatSeconds } from '@/shared/images/image-format'
import { againOf } from '@/shared/jobs/again'
import { partialWords } from '@/shared/jobs/partial-words'
import { cx } from '@/shared/ui/cx'
import { Caption } from './Caption'
import { EndedButtons } from './EndedButtons'

interface EndedCellProps {
  generation: Generation
  label: string
  provider: string | undefined
}

/** What happened, whose fault, charged or not, and what to do. */
export function EndedCell({ generation, label, provider }: EndedCellProps) {
  const { t, i18n } = useTranslation()
  const words = useEndedWords(generation, label, provider)
  const said = generation.text ?? textOf(generation.error?.details.text)
  const quiet = generation.state === 'cancelled' || generation.state === 'done'
  return (
    <>
      <div className="min-h-0 flex-1 overflow-y-auto bg-well" data-selectable>
        <div className="flex min-h-full flex-col items-center justify-center gap-1.5 px-4 py-3 text-center">
          <h4
            className={cx(
              'm-0 text-[13.5px] font-semibold',
              generation.state === 'unknown' ? 'text-accent-text' : quiet ? 'text-muted' : 'text-bad',
            )}
          >
            {words.title}
          </h4>
          {words.text && <p className="m-0 max-w-[300px] text-muted">{words.text}</p>}
          {said && (
            <blockquote className="m-0 max-h-28 max-w-[320px] overflow-y-auto border-l-2 border-line-strong pl-2.5 text-left text-text">
              {said}
            </blockquote>
          )}
          {words.charged && <p className="m-0 max-w-[300px] text-sm text-faint">{words.charged}</p>}
          <EndedButtons generation={generation} />
        </div>
      </div>
      <Caption label={label} generation={generation}>
        {[
          t(`compare.state.${generation.state}`),
          generation.seconds !== null && formatSeconds(t, i18n.language, generation.seconds),
        ]
          .filter(Boolean)
          .join(' · ')}
      </Caption>
    </>
  )
}

function useEndedWords(generation: Generation, model: string, provider: string | undefined) {
  const { t } = useTranslation()
  const { state, error } = generation
  if (!error)
    return {
      title: t(state === 'done' ? 'compare.ended.deleted' : `compare.state.${state}`),
      text: null,
      charged: null,
    }
  const again = againOf(generation)
  const kept = again === 'here' || again === 'there' ? t(`compare.ended.kept.${again}`) : null
  const { charged, ...rest } = errorWords(t, error, { model, provider })
  const words = { ...rest, charged: kept ?? charged }
  if (state !== 'done') return words
  const title = partialWords(t, generation)
  // That there are fewer is what the title says.
  return { ...words, title, text: error.details.reason === 'fewer' ? words.text : titled(t, words) }
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
