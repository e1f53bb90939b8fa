import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { Generation } from '@/bridge/contract'
import { inSentences } from '@/i18n/in-sentences'
import { errorWords } from '@/shared/errors/error-text'
import { Elapsed } from '@/shared/images/Elapsed'
import { isLive } from '@/shared/jobs/jobs'
import { partialWords } from '@/shared/jobs/partial-words'
import { useModelLabel, useModels } from '@/shared/models/queries'
import { Button } from '@/shared/ui/Button'

/** A picture that is waited for, or that did not come, and why. */
export function PlaceCard({ generation, ratio }: { generation: Generation; ratio: number }) {
  const { t } = useTranslation()
  const label = useModelLabel()(generation.model)
  const provider = useModels().find(({ id }) => id === generation.model)?.provider_label
  const { state, started, waiting_until: until, error } = generation
  const words = error && errorWords(t, error, { model: label, provider })
  const isPartial = state === 'done' && error !== null
  const title = isPartial ? partialWords(t, generation) : (words?.title ?? t('reproduce.results.noPicture'))
  return (
    <li aria-label={label} className="flex flex-col overflow-hidden rounded-card border border-line bg-panel">
      <div style={{ aspectRatio: ratio }} className="grid place-items-center overflow-y-auto bg-bg p-3 text-center">
        {isLive(state) ? (
          <div className="flex flex-col items-center gap-2">
            <span className="text-xl font-light">{until ? <Elapsed until={until} /> : started ? <Elapsed since={started} /> : t('compare.waiting.queued')}</span>
            <Button size="sm" onClick={() => void call('cancel', { id: generation.id }).catch(() => null)}>
              {t('common.cancel')}
            </Button>
          </div>
        ) : (
          <div data-selectable>
            <p className={`m-0 font-semibold ${isPartial ? 'text-muted' : 'text-bad'}`}>{title}</p>
            <p className="mt-1 mb-0 text-sm text-muted">{inSentences(t, [words?.text, words?.charged])}</p>
          </div>
        )}
      </div>
      <div className="truncate px-2.5 py-1.5 font-medium">{label}</div>
    </li>
  )
}
