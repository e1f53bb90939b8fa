import { ChevronRight } from 'lucide-react'
import { memo, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelInfo } from '@/bridge/contract'
import { formatPrice } from '@/shared/images/image-format'
import { endsSoon } from '@/shared/models/order'
import { formatDay } from '@/shared/format'
import { providerLabel } from '@/shared/providers/provider-words'
import { Checkbox } from '@/shared/ui/Checkbox'
import { cx } from '@/shared/ui/cx'
import { Tooltip } from '@/shared/ui/Tooltip'
import type { Control } from '@/shared/parameters/controls'
import { OwnParameters } from './OwnParameters'

interface ModelRowProps {
  model: ModelInfo
  chosen: boolean
  /** What one request would cost: `null` where nobody knows, `undefined` until it is worked out. */
  cost: number | null | undefined
  /** What of the chosen models only this one takes. */
  own: readonly Control[]
  onToggle: (id: string) => void
}

/** One model: chosen or not, whose, what it costs now; below it, what it alone takes. */
export const ModelRow = memo(function ModelRow({ model, chosen, cost, own, onToggle }: ModelRowProps) {
  const { t, i18n } = useTranslation()
  const id = useId()
  const [open, setOpen] = useState(false)
  const source = model.is_ai ? providerLabel(t, { id: model.provider, label: model.provider_label }) : t('compare.models.sketch')
  const price = cost === undefined ? '' : formatPrice(t, i18n.language, cost)
  return (
    <li data-model={model.id} className="rounded-control hover:bg-raised">
      <div className="flex items-center gap-2.5 px-1.5 py-1.5">
        <Checkbox id={id} checked={chosen} onChange={() => onToggle(model.id)} aria-label={model.label} />
        <label htmlFor={id} className="min-w-0 flex-1">
          <span className="flex min-w-0 items-center gap-1.5">
            <span className="truncate" title={model.label}>
              {model.label}
            </span>
          </span>
          <span className="flex min-w-0 gap-1 text-xs text-faint">
            <span className="truncate" title={source}>
              {source}
            </span>
            {endsSoon(model) && model.ends && (
              <span className="shrink-0 text-accent-text">
                · {t('compare.models.ends', { day: formatDay(model.ends, i18n.language) })}
              </span>
            )}
          </span>
        </label>
        {own.length > 0 && (
          <button
            type="button"
            aria-expanded={open}
            aria-label={t('compare.models.own', { model: model.label })}
            className="grid size-5 shrink-0 place-items-center rounded text-faint hover:text-text"
            onClick={() => setOpen(!open)}
          >
            <ChevronRight
              size={14}
              strokeWidth={1.7}
              className={cx('transition-transform duration-150', open && 'rotate-90')}
            />
          </button>
        )}
        <Price text={price} unknown={cost === null} />
      </div>
      {open && own.length > 0 && <OwnParameters model={model} controls={own} />}
    </li>
  )
})

/** Nobody published a price: a dash, with the words on hover. */
function Price({ text, unknown }: { text: string; unknown: boolean }) {
  if (!unknown) return <span className="shrink-0 text-sm text-muted">{text}</span>
  return (
    <Tooltip label={text} side="right">
      <span className="shrink-0 text-sm text-faint" aria-label={text}>
        –
      </span>
    </Tooltip>
  )
}
