import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { ModelInfo, Price } from '@/bridge/contract'
import { formatCost, formatDay } from '@/shared/format'
import { endsSoon } from '@/shared/models/order'
import { rateOf } from '@/shared/studio/money'
import { useSetting } from '@/shared/studio/queries'
import { cx } from '@/shared/ui/cx'

/** What a model can do that others cannot, in few words. */
export function ModelBadges({ model }: { model: ModelInfo }) {
  const { t, i18n } = useTranslation()
  const badges = badgesOf(t, model)
  const day = model.reason !== 'ended' && model.ends && formatDay(model.ends, i18n.language)
  if (badges.length === 0 && !day) return null
  return (
    <span className="flex min-w-0 flex-wrap gap-1">
      {badges.map((badge) => (
        <span key={badge} className={badgeClass}>
          {badge}
        </span>
      ))}
      {day && <span className={cx(badgeClass, endsSoon(model) && 'border-accent-soft-line! text-accent-text!')}>{t('models.endsOn', { day })}</span>}
    </span>
  )
}

const badgeClass = 'rounded-[5px] border border-line-strong px-1.5 text-xs whitespace-nowrap text-muted'

function badgesOf(t: TFunction, { capabilities, is_ai, kind }: ModelInfo): string[] {
  const { references, masks, sizes, n_per_call, seed, negative_prompt } = capabilities
  const tiers = sizes.rule === 'ratio_tier' ? Object.entries(sizes.tiers).sort(([, a], [, b]) => b - a) : []
  return [
    kind === 'chat' && t('keys.models.chat'),
    references && t('keys.models.edits', { count: references.max_count }),
    masks && t('models.badge.mask'),
    tiers.length > 1 && tiers[0]?.[0],
    n_per_call > 1 && `n ≤ ${n_per_call}`,
    seed && is_ai && t('keys.models.seed'),
    negative_prompt && is_ai && t('models.badge.negative'),
    !is_ai && t('keys.models.notAi'),
  ].filter((badge) => typeof badge === 'string')
}

/** One image, at the cheapest of the published prices, and what its size adds. */
export function ModelPrice({ model: { price, is_ai } }: { model: ModelInfo }) {
  const { t, i18n } = useTranslation()
  const rates = useSetting('rates')
  const amounts = [...new Set(price?.base == null ? Object.values(price?.amounts ?? {}) : [price.base])]
  const written = (amount: number) => formatCost(amount / rateOf(price?.currency ?? 'USD', rates).per_dollar, i18n.language)
  const known = ({ per_megapixel, per_reference }: Price) => {
    const lowest = Math.min(...amounts)
    const perMegapixel = per_megapixel > 0 && t('keys.models.perMegapixel', { price: written(per_megapixel) })
    const words = [(lowest > 0 || !perMegapixel) && written(lowest), perMegapixel].filter(Boolean).join(' + ')
    return amounts.length > 1 || per_reference > 0 ? t('keys.models.from', { price: words }) : words
  }
  const words = !is_ai ? t('common.free') : !price || amounts.length === 0 ? '—' : known(price)
  return (
    <span className="shrink-0 text-sm text-muted tabular-nums" title={words === '—' ? t('keys.models.noPrice') : undefined}>
      {words}
    </span>
  )
}
