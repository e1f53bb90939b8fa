import { useTranslation } from 'react-i18next'
import { CURRENCIES, currencyName, rateOf, type Currency } from '@/shared/studio/money'
import { useSetting } from '@/shared/studio/queries'
import { useSaveSettings } from '@/shared/studio/save-settings'
import { Button } from '@/shared/ui/Button'
import { NumberField } from '@/shared/ui/NumberField'
import { Select } from '@/shared/ui/Select'
import { Row, Section } from '../sections/Section'
import { dayOf } from './days'

/** In which currency prices are shown, at which rate, of which day. */
export function CurrencyCard() {
  const { t, i18n } = useTranslation()
  const save = useSaveSettings()
  const currency = useSetting('display_currency')
  const rates = useSetting('rates')
  const rate = rateOf(currency, rates)
  const { [currency]: byHand, ...others } = rates
  const options = CURRENCIES.map((value) => ({ value, label: `${value} · ${currencyName(value, i18n.language)}` }))
  const day = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium' }).format(new Date(`${rate.as_of}T12:00:00`))
  return (
    <Section title={t('spend.currency')}>
      <Row label={t('spend.currency')} hint={t('spend.currencyHint')}>
        {(ids) => (
          <div className="w-60">
            <Select {...ids} value={currency} options={options} onChange={(value: Currency) => save({ display_currency: value })} />
          </div>
        )}
      </Row>
      {currency !== 'USD' && (
        <Row label={byHand ? `${t('spend.rate')} · ${t('spend.rateHand')}` : t('spend.rate')} hint={t('spend.rateHint', { currency, day })}>
          {(ids) => (
            <div className="flex flex-wrap items-center justify-end gap-2">
              {byHand && (
                <Button size="sm" onClick={() => save({ rates: others })}>
                  {t('spend.rateReset')}
                </Button>
              )}
              <div className="w-28">
                <NumberField
                  {...ids}
                  bare
                  min={0.0001}
                  max={1_000_000}
                  step={0.01}
                  value={rate.per_dollar}
                  onChange={(per_dollar) => per_dollar && save({ rates: { ...rates, [currency]: { per_dollar, as_of: dayOf(new Date()) } } })}
                />
              </div>
            </div>
          )}
        </Row>
      )}
    </Section>
  )
}
