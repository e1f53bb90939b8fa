import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelInfo } from '@/bridge/contract'
import { Button } from '@/shared/ui/Button'
import { Chip } from '@/shared/ui/Chip'
import { NumberField } from '@/shared/ui/NumberField'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { listedSizes, parseSize, takesFreeSize, type OfferedRatio, type Shape } from './ratios'

interface ShapeMoreProps {
  models: readonly ModelInfo[]
  ratios: OfferedRatio[]
  value: Shape
  onChange: (shape: Shape) => void
}

export function ShapeMore({ models, ratios, value, onChange }: ShapeMoreProps) {
  const { t } = useTranslation()
  const sizes = listedSizes(models)
  return (
    <div className="flex flex-col gap-3">
      {ratios.length > 0 && (
        <div className="flex flex-wrap gap-1.5">
          {ratios.map(({ ratio }) => (
            <Chip
              key={ratio}
              selected={ratio === value.aspect_ratio}
              onClick={() => onChange({ aspect_ratio: ratio, size: null })}
            >
              {ratio}
            </Chip>
          ))}
        </div>
      )}
      {sizes.length > 0 && (
        <div>
          <SectionTitle>{t('parameters.sizes')}</SectionTitle>
          <div className="flex flex-wrap gap-1.5">
            {sizes.map((size) => (
              <Chip key={size} selected={size === value.size} onClick={() => onChange({ aspect_ratio: null, size })}>
                {size.replace('x', '×')}
              </Chip>
            ))}
          </div>
        </div>
      )}
      {takesFreeSize(models) && <ExactSize value={value} onChange={onChange} />}
    </div>
  )
}

function ExactSize({ value, onChange }: Pick<ShapeMoreProps, 'value' | 'onChange'>) {
  const { t } = useTranslation()
  const [{ width, height }, setSize] = useState(() => parseSize(value.size) ?? { width: 1024, height: 1024 })
  const bounds = { min: 16, max: 8192, step: 16 }
  return (
    <div>
      <SectionTitle>{t('parameters.exact')}</SectionTitle>
      <div className="flex items-center gap-1.5">
        <NumberField
          {...bounds}
          aria-label={t('parameters.width')}
          value={width}
          onChange={(next) => next && setSize({ width: next, height })}
        />
        <span className="text-faint">×</span>
        <NumberField
          {...bounds}
          aria-label={t('parameters.height')}
          value={height}
          onChange={(next) => next && setSize({ width, height: next })}
        />
        <Button onClick={() => onChange({ aspect_ratio: null, size: `${width}x${height}` })}>
          {t('parameters.use')}
        </Button>
      </div>
    </div>
  )
}
