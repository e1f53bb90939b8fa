import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { aModel } from '@/shared/models/a-model'
import { answerAtTheWire, renderInStudio, someSettings } from '@/shared/studio/test-engine'
import { ModelPrice } from './ModelBadges'

const listed = { base: 2, amounts: {}, by: 'none', per_megapixel: 0, per_reference: 0, pixels: null, currency: 'USD', as_of: '2026-11-20', source: 'a page' } as const

it.each([
  [{ base: 0, per_megapixel: 0.014 }, '$0.014/MP'],
  [{ base: 0.03, per_megapixel: 0.015 }, '$0.03 + $0.015/MP'],
  [{ base: 0.03, per_reference: 0.01 }, 'from $0.03'],
  [{ base: null, amounts: { low: 0.01, high: 0.2 } }, 'from $0.01'],
])('writes a price with all its parts: %j', async (parts, words) => {
  answerAtTheWire({})
  renderInStudio(<ModelPrice model={{ ...aModel('deepinfra/one'), price: { ...listed, ...parts } }} />)
  expect(await screen.findByText(words)).toBeInTheDocument()
})

it('writes a price that is published in another currency in the one that is read', async () => {
  answerAtTheWire({ get_settings: () => ({ ...someSettings, rates: { CNY: { per_dollar: 8, as_of: '2026-11-20' } } }) })
  const price = { ...listed, currency: 'CNY' } as const
  renderInStudio(<ModelPrice model={{ ...aModel('volcengine/one'), price }} />)
  expect(await screen.findByText('$0.25')).toBeInTheDocument()
})
