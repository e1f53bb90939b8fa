import { useTranslation } from 'react-i18next'
import { NumberField } from '@/shared/ui/NumberField'
import { useShownMoney } from '@/shared/studio/money'

interface MoneyFieldProps {
  name: string
  /** US dollars; `null`: no cap. */
  value: number | null
  onChange: (dollars: number | null) => void
}

/** An amount that is typed in the user's currency and kept in US dollars; empty is no cap. */
export function MoneyField({ name, value, onChange }: MoneyFieldProps) {
  const { t } = useTranslation()
  const { currency, perDollar } = useShownMoney()
  return (
    <div className="flex w-36 shrink-0 items-center gap-1.5">
      <NumberField
        bare
        clearable
        min={0}
        max={1_000_000 * perDollar}
        step={0.01}
        aria-label={t('spend.caps.field', { name, currency })}
        placeholder={t('spend.caps.none')}
        value={value === null ? null : Number((value * perDollar).toFixed(value * perDollar < 1 ? 4 : 2))}
        onChange={(amount) => onChange(amount === null ? null : Math.min(1_000_000, Number((amount / perDollar).toFixed(6))))}
      />
      <span className="w-8 shrink-0 text-sm text-faint">{currency}</span>
    </div>
  )
}
