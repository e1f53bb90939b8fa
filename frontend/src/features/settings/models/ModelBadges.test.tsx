import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { aModel } from '@/shared/models/a-model'
import { answerAtTheWire, renderInStudio, someSettings } from '@/shared/studio/test-engine'
import { ModelPrice } from './ModelBadges'

it('writes a price that is published in another currency in the one that is read', async () => {
  answerAtTheWire({ get_settings: () => ({ ...someSettings, rates: { CNY: { per_dollar: 8, as_of: '2026-11-20' } } }) })
  const price = { base: 2, amounts: {}, by: 'none', per_megapixel: 0, per_reference: 0, pixels: null, currency: 'CNY', as_of: '2026-11-20', source: 'a page' } as const
  renderInStudio(<ModelPrice model={{ ...aModel('volcengine/one'), price }} />)
  expect(await screen.findByText('$0.25')).toBeInTheDocument()
})
