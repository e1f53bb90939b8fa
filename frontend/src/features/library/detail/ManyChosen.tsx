import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Image } from '@/bridge/contract'
import { actionIcon, actionLabel } from '@/shared/images/image-actions'
import { formatBytes, formatPrice } from '@/shared/images/image-format'
import { useSelectionActions, type Selected } from '@/shared/images/selection/use-selection-actions'
import { Button } from '@/shared/ui/Button'
import { Kbd } from '@/shared/ui/Kbd'

/** How many are chosen, what they take and cost together, and what can be done to all of them. */
export function ManyChosen({ count, ...selected }: Selected & { count: number }) {
  const { t, i18n } = useTranslation()
  const { images } = selected.target
  const actions = useSelectionActions(selected)
  const bytes = images.reduce((sum, image) => sum + image.bytes, 0)
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-1">
        <h3 className="m-0 font-semibold tabular-nums">{t('images.selection.count', { count })}</h3>
        {images.length > 0 && <p className="m-0 text-sm text-muted tabular-nums">{[formatBytes(bytes, i18n.language), costOf(t, i18n.language, images)].filter(Boolean).join(' · ')}</p>}
      </div>
      <div className="-mx-2 flex flex-col">
        {actions.map(({ action, perform }) => (
          <Button key={action.id} variant="quiet" icon={actionIcon(action, selected.target)} aria-pressed={action.active?.(selected.target)} className={action.danger ? 'px-2! text-bad!' : 'px-2! text-text!'} onClick={perform}>
            <span className="min-w-0 flex-1 truncate text-left">{actionLabel(action, selected.target, t)}</span>
            {action.shortcut && <Kbd keys={action.shortcut} />}
          </Button>
        ))}
      </div>
    </div>
  )
}

/** The sum of what is known; nothing where none of them was made by a model. */
function costOf(t: TFunction, language: string, images: readonly Image[]): string | null {
  const costs = images.flatMap(({ cost }) => (cost === null ? [] : [cost]))
  const isPartly = images.some(({ kind, cost }) => kind === 'generated' && cost === null)
  if (costs.length === 0) return isPartly ? formatPrice(t, language, null) : null
  const price = formatPrice(t, language, costs.reduce((sum, cost) => sum + cost, 0))
  return isPartly ? t('compare.price.atLeast', { price }) : price
}
