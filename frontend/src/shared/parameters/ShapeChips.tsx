import { Ellipsis } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ModelInfo } from '@/bridge/contract'
import { Chip } from '@/shared/ui/Chip'
import { Popover } from '@/shared/ui/Popover'
import { offeredRatios, type Shape } from './ratios'
import { ShapeMore } from './ShapeMore'

interface ShapeChipsProps {
  models: readonly ModelInfo[]
  value: Shape
  onChange: (shape: Shape) => void
}

const IN_SIGHT = 5

/** The aspect ratio, by chips; behind the dots the rest and sizes in pixels. */
export function ShapeChips({ models, value, onChange }: ShapeChipsProps) {
  const { t } = useTranslation()
  const offered = offeredRatios(models)
  const near = offered.slice(0, IN_SIGHT)
  const ratio = value.aspect_ratio ?? null
  const far = value.size ?? (ratio && !near.some((one) => one.ratio === ratio) ? ratio : null)
  return (
    <div role="group" aria-label={t('parameters.shape')} className="flex flex-wrap gap-1.5">
      <Chip selected={!ratio && !value.size} onClick={() => onChange({ aspect_ratio: null, size: null })}>
        {t('parameters.auto')}
      </Chip>
      {near.map((one) => (
        <Chip
          key={one.ratio}
          selected={one.ratio === ratio}
          onClick={() => onChange({ aspect_ratio: one.ratio, size: null })}
        >
          {one.ratio}
        </Chip>
      ))}
      <Popover
        align="start"
        className="w-72"
        label={t('parameters.moreShapes')}
        trigger={
          <Chip selected={far !== null} aria-label={t('parameters.moreShapes')}>
            {far ? far.replace('x', '×') : <Ellipsis size={14} strokeWidth={1.7} aria-hidden />}
          </Chip>
        }
      >
        <ShapeMore models={models} ratios={offered.slice(IN_SIGHT)} value={value} onChange={onChange} />
      </Popover>
    </div>
  )
}
