import { screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { aGeneration } from '@/shared/jobs/a-run'
import { answerAtTheWire, renderInStudio } from '@/shared/studio/test-engine'
import { PlaceCard } from './PlaceCard'

afterEach(() => vi.unstubAllGlobals())

it('says how many of how many are here where some came', async () => {
  answerAtTheWire({ list_models: () => [] })
  const error = { code: 'bad_response', message: '', details: { reason: 'fewer', asked: 3, came: 2, charged: 'unknown' } }
  renderInStudio(<PlaceCard generation={aGeneration('g', { state: 'done', asked: { n: 3 }, image_ids: ['i', 'j'], error })} ratio={1} />)
  expect(await screen.findByText('2 of 3 images are here')).toBeVisible()
  expect(screen.getByText(/sent fewer images than were asked for/)).toBeVisible()
})
