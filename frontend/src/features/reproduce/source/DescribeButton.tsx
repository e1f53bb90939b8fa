import { useTranslation } from 'react-i18next'
import { formatCost } from '@/shared/format'
import { CapNote } from '@/shared/refine/CapNote'
import { Button } from '@/shared/ui/Button'
import { useSources } from '@/shared/words/sources'
import { useWishes } from '../state'
import { useDescribe } from '../use-describe'
import { usePriceOf } from '../use-price-of'

/** How many pictures, for about how much, before it is pressed; or why it cannot be. */
export function DescribeButton() {
  const { t } = useTranslation()
  const { describe, busy, model, places, isAgain, why, over } = useDescribe()
  const { queue } = useSources()
  const first = queue[places[0] ?? -1]?.image
  return (
    <div className="shrink-0 border-t border-line px-3.5 py-3">
      <Button variant="primary" size="lg" className="w-full" busy={busy} disabled={why !== null || over !== null} aria-describedby={why || over ? 'describe-why' : undefined} onClick={describe}>
        {places.length > 1 ? t('reproduce.describe.many', { count: places.length }) : t(isAgain && places.length > 0 ? 'reproduce.describe.again' : 'reproduce.describe.one')}
        {first && model && why === null && <Price image={first} model={model.id} count={places.length} />}
      </Button>
      {(why || over) && (
        <p id="describe-why" className="mt-1.5 mb-0 text-center text-sm text-faint">
          {why ? t(`reproduce.describe.why.${why}`) : <CapNote over={over} />}
        </p>
      )}
    </div>
  )
}

function Price({ image, model, count }: { image: string; model: string; count: number }) {
  const { i18n } = useTranslation()
  const cost = usePriceOf(image, model, useWishes())
  return typeof cost === 'number' && <span className="text-sm font-medium tabular-nums opacity-80">≈ {formatCost(cost * count, i18n.language)}</span>
}
