import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Estimate, ModelInfo } from '@/bridge/contract'
import { formatCost } from '@/shared/format'
import { priceWords } from '@/shared/models/price-words'
import { useModelLabel } from '@/shared/models/queries'
import { overCap, type OverCap } from '@/shared/studio/caps'
import { navigate } from '@/shared/studio/navigation'
import { spendQuery, useReadOnly } from '@/shared/studio/queries'
import { Button } from '@/shared/ui/Button'
import { cx } from '@/shared/ui/cx'
import { Kbd } from '@/shared/ui/Kbd'
import { useDraft } from '../draft'
import { MAX_PROMPT_CHARS, obstacle } from '@/shared/parameters/request'
import { useChosen, useChosenEstimate, useParams } from '../use-request'
import { useGenerate } from './use-generate'

/** How many pictures, for how much, before it is pressed; or why it cannot be. */
export function GenerateButton() {
  const { t } = useTranslation()
  const generate = useGenerate()
  const chosen = useChosen()
  const [params] = useParams()
  const estimate = useChosenEstimate()
  const { data: spend } = useQuery(spendQuery)
  const readOnly = useReadOnly()
  const why = useDraft((draft) => obstacle(draft.prompt ?? '', chosen, readOnly))
  const words = why ? t(`compare.composer.why.${why}`, { limit: MAX_PROMPT_CHARS }) : undefined
  const over = readOnly ? null : overCap(spend, estimate)
  // The key gives way to a long price, not the names of the tools beside it.
  const isLong = unpriced(estimate, chosen) > 0
  const count = chosen.reduce((sum, { id }) => sum + (params.per_model?.[id]?.n ?? params.n ?? 1), 0)
  return (
    <div className="ml-auto flex min-w-0 items-center gap-3 max-[860px]:max-w-full">
      {over ? (
        <OverCapWords over={over} />
      ) : (
        why && (
          // That there is no prompt yet, the empty box says itself.
          <span id="generate-why" title={words} className={cx('truncate text-sm text-faint group-data-[tight]/row:sr-only', why === 'noPrompt' && 'sr-only')}>
            {words}
          </span>
        )
      )}
      <Button
        variant="primary"
        size="lg"
        className="max-[860px]:min-w-0 max-[860px]:shrink"
        disabled={why !== null || over !== null}
        aria-describedby={why || over ? 'generate-why' : undefined}
        onClick={generate}
      >
        {over ? t(`spend.over.${over.cap}`) : t('compare.composer.generate', { count })}
        <PriceTag estimate={estimate} chosen={chosen} />
        {!over && !isLong && <Kbd keys="mod+enter" className="text-accent-ink! opacity-75 group-data-[tight]/row:hidden max-[860px]:hidden" />}
      </Button>
    </div>
  )
}

/** How far it is over the cap, and the way to the caps. */
function OverCapWords({ over }: { over: OverCap }) {
  const { t, i18n } = useTranslation()
  const label = useModelLabel()
  const words =
    over.cap === 'unpriced'
      ? t('spend.over.models', { models: over.models.map(label).join(', ') })
      : t('spend.over.why', { needed: formatCost(over.needed, i18n.language), left: formatCost(over.left, i18n.language) })
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span id="generate-why" className="truncate text-sm text-bad tabular-nums">
        {words}
      </span>
      <Button size="sm" onClick={() => navigate('settings', { section: 'spend' })}>
        {t('spend.over.open')}
      </Button>
    </span>
  )
}

/** How many of the models have no known price. */
const unpriced = (estimate: Estimate | undefined, chosen: readonly ModelInfo[]): number =>
  estimate?.unknown_models.length ?? chosen.filter(({ price, is_ai }) => is_ai && !price).length

/** As wide a price as most are. */
const USUAL_DOLLARS = 0.111

/** What it costs; until that is worked out, the room for it, so that nothing moves when it comes. */
function PriceTag({ estimate, chosen }: { estimate: Estimate | undefined; chosen: readonly ModelInfo[] }) {
  const { t, i18n } = useTranslation()
  if ((estimate?.models ?? chosen).length === 0) return null
  const known = estimate?.known_cost ?? (chosen.some(({ price, is_ai }) => is_ai && price) ? USUAL_DOLLARS : 0)
  return <span className={cx('truncate text-center text-sm font-medium tabular-nums opacity-80', known > 0 && 'min-w-[8ch]', !estimate && 'invisible')}>{priceWords(t, i18n.language, known, unpriced(estimate, chosen))}</span>
}
