import { useTranslation } from 'react-i18next'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { isPrice } from './override'
import type { TypedPrice } from './typed'
import { TypedRow } from './TypedRow'

const NAMED = ['base', 'perMegapixel', 'perReference'] as const

interface PriceFieldsProps {
  typed: TypedPrice
  said: TypedPrice
  currency: string
  onChange: (typed: TypedPrice) => void
}

/** What an image costs: one price, or one for each quality or size. */
export function PriceFields({ typed, said, currency, onChange }: PriceFieldsProps) {
  const { t } = useTranslation()
  const label = (name: string) => {
    const named = NAMED.find((each) => each === name)
    return named ? t(`models.dialog.price.${named}`) : t('models.dialog.price.at', { name })
  }
  return (
    <div>
      <SectionTitle>{t('models.dialog.price.title', { currency })}</SectionTitle>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(200px,1fr))] gap-x-4 gap-y-3">
        {Object.entries(typed).map(([name, value]) => (
          <TypedRow
            key={name}
            label={label(name)}
            hint={value === '' ? t('models.dialog.price.unknown') : undefined}
            value={value}
            said={said[name] ?? ''}
            wrong={!isPrice(value)}
            onChange={(next) => onChange({ ...typed, [name]: next })}
          />
        ))}
      </div>
    </div>
  )
}
