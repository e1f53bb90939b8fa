import { Eye, EyeOff, Info, SlidersHorizontal } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { CatalogueModel } from '@/bridge/contract'
import { formatDay } from '@/shared/format'
import { cx } from '@/shared/ui/cx'
import { IconButton } from '@/shared/ui/IconButton'
import { Popover } from '@/shared/ui/Popover'
import { isChanged } from './filters'
import { ModelBadges, ModelPrice } from './ModelBadges'

interface ModelLineProps {
  entry: CatalogueModel
  onEdit: (id: string) => void
  onHide: (entry: CatalogueModel) => void
}

/** One model: what it takes, what it costs, where that is known from; hidden or shown, as the catalogue has it or the user. */
export const ModelLine = memo(function ModelLine({ entry, onEdit, onHide }: ModelLineProps) {
  const { t, i18n } = useTranslation()
  const { model, hidden } = entry
  const hasEnded = model.reason === 'ended'
  const day = model.ends && formatDay(model.ends, i18n.language)
  return (
    <li className="flex min-w-0 items-center gap-3 border-b border-line px-3.5 py-2 last:border-b-0">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          <span className={cx('[overflow-wrap:anywhere]', (hidden || hasEnded) && 'text-faint')}>{model.label}</span>
          {model.is_ai && model.name !== model.label && (
            <span className="min-w-0 font-mono text-xs [overflow-wrap:anywhere] text-faint" data-selectable>
              {model.name}
            </span>
          )}
          {isChanged(entry) && <span className="text-xs text-accent-text">{t('models.changed')}</span>}
          {hidden && <span className="text-xs text-faint">{t('models.hidden')}</span>}
          {hasEnded && <span className="text-xs text-bad">{t('models.ended', { day })}</span>}
        </div>
        <ModelBadges model={model} />
      </div>
      <ModelPrice model={model} />
      <div className="-mr-1.5 flex shrink-0">
        <Source entry={entry} />
        {!hasEnded && model.is_ai && model.kind === 'image' && (
          <IconButton icon={SlidersHorizontal} size="sm" label={t('models.edit', { model: model.label })} onClick={() => onEdit(model.id)} />
        )}
        {!hasEnded && (
          <IconButton icon={hidden ? EyeOff : Eye} size="sm" label={t(hidden ? 'models.show' : 'models.hide', { model: model.label })} onClick={() => onHide(entry)} />
        )}
      </div>
    </li>
  )
})

/** Where the figures come from, and of which day they are. */
function Source({ entry: { model, source, as_of, price: listed, custom } }: { entry: CatalogueModel }) {
  const { t, i18n } = useTranslation()
  const { price } = model
  const day = (iso: string) => formatDay(iso, i18n.language)
  const isOwn = price?.source === 'user'
  const lines = [
    custom && t('models.source.custom'),
    source && as_of && t('models.source.takes', { source, day: day(as_of) }),
    price && !isOwn && model.is_ai && t('models.source.price', { source: price.source, day: day(price.as_of) }),
    price && isOwn && t('models.source.ownPrice', { day: day(price.as_of) }),
    isOwn && listed && t('models.source.listed', { source: listed.source, day: day(listed.as_of) }),
    !model.is_ai && t('models.source.builtIn'),
    model.usual_seconds && t('models.source.seconds', { count: Math.round(model.usual_seconds) }),
  ].filter((line) => typeof line === 'string')
  const label = t('models.source.title', { model: model.label })
  return (
    <Popover label={label} align="end" className="w-80" trigger={<IconButton icon={Info} size="sm" label={label} />}>
      <div className="flex flex-col gap-1.5 text-sm [overflow-wrap:anywhere] text-muted" data-selectable>
        {lines.map((line) => (
          <p key={line} className="m-0">
            {line}
          </p>
        ))}
      </div>
    </Popover>
  )
}
