import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Rate, Settings } from '@/bridge/contract'
import { SHIPPED_RATES } from '@/bridge/contract'
import type { Money } from '@/shared/format'
import { formatCost, showMoneyIn } from '@/shared/format'
import { providersQuery } from '@/shared/providers/queries'
import { useSetting } from './queries'

export type Currency = Settings['display_currency']

export const CURRENCIES = Object.keys(SHIPPED_RATES) as Currency[]

/** The rate in force: the one written by hand, else the one that ships. */
export const rateOf = (currency: Currency, byHand: Settings['rates']): Rate => byHand[currency] ?? SHIPPED_RATES[currency]

/** The currency prices are shown in; whoever asks is drawn anew when it changes. */
export function useShownMoney(): Money {
  const currency = useSetting('display_currency')
  const rates = useSetting('rates')
  return { currency, perDollar: rateOf(currency, rates).per_dollar }
}

/** Keeps `formatCost` at the user's currency. The shell calls it while it is drawn, before anything below shows a price. */
export function useMoneyOfSettings(): void {
  showMoneyIn(useShownMoney())
}

/** Writes US dollars in the user's currency, in the language of the page. */
export function useCost(): (dollars: number) => string {
  const { i18n } = useTranslation()
  const { currency, perDollar } = useShownMoney()
  return useCallback((dollars) => formatCost(dollars, i18n.language, { currency, perDollar }), [i18n.language, currency, perDollar])
}

/** The same with the US dollars beside, where the user reads another currency. */
export function useBoth(): (dollars: number) => string {
  const { i18n } = useTranslation()
  const cost = useCost()
  const { currency } = useShownMoney()
  return (dollars) => (currency === 'USD' ? cost(dollars) : `${cost(dollars)} · ${formatCost(dollars, i18n.language, { currency: 'USD', perDollar: 1 })}`)
}

/** The same with the provider's own currency first, where its bills are in one that the user does not read. */
export function useBilledCost(model: string | null): (dollars: number) => string {
  const { i18n } = useTranslation()
  const cost = useCost()
  const { currency } = useShownMoney()
  const rates = useSetting('rates')
  const provider = model?.slice(0, model.indexOf('/'))
  const billed = useQuery({ ...providersQuery, select: ({ providers }) => providers.find(({ id }) => id === provider)?.currency }).data ?? 'USD'
  return (dollars) =>
    billed === currency || dollars === 0
      ? cost(dollars)
      : `${formatCost(dollars, i18n.language, { currency: billed, perDollar: rateOf(billed, rates).per_dollar })} · ${cost(dollars)}`
}

/** “Chinese Yuan”, “人民币”, “китайский юань”. */
export function currencyName(currency: string, language: string): string {
  return new Intl.DisplayNames([language], { type: 'currency' }).of(currency) ?? currency
}
