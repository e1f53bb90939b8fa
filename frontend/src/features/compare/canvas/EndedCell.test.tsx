import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Generation } from '@/bridge/contract'
import { aGeneration, aRun } from '@/shared/jobs/a-run'
import { answerAtTheWire, renderInStudio } from '@/shared/studio/test-engine'
import { EndedCell } from './EndedCell'

const show = (generation: Partial<Generation>, answers: Parameters<typeof answerAtTheWire>[0] = {}) => {
  const asked = answerAtTheWire({ list_models: () => [], list_providers: () => ({ providers: [] }), ...answers })
  renderInStudio(<EndedCell generation={aGeneration('g', generation)} label="GPT Image 2" provider="OpenAI" />)
  return asked
}

describe('a generation that ended without pictures', () => {
  it('shows the words of a model that only wrote, as text', () => {
    const text = '<b>I can only describe it.</b>'
    show({ state: 'failed', text, error: { code: 'bad_response', message: '', details: { charged: 'unknown' } } })
    expect(screen.getByText(text)).toBeVisible()
  })

  it('offers a refused prompt to be edited, and not to be sent the same way again', () => {
    show({ state: 'refused', error: { code: 'content_refused', message: '', details: { charged: 'no' } } })
    expect(screen.getByRole('button', { name: 'Edit prompt' })).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Retry' })).toBeNull()
    expect(screen.getByText('Nothing was charged.')).toBeVisible()
  })

  it('shows what the provider said only on request, as text', async () => {
    show({
      state: 'failed',
      error: { code: 'provider_unavailable', message: '', details: { provider_message: '<h1>502</h1>', status: 502 } },
    })
    expect(screen.queryByText(/502/)).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Details' }))
    expect(screen.getByText(/<h1>502<\/h1>/)).toBeVisible()
  })

  it('says how many of how many are here, and asks for the missing one alone at its price', async () => {
    const asked = show(
      {
        state: 'done',
        asked: { n: 4 },
        image_ids: ['i', 'j', 'k'],
        error: { code: 'bad_response', message: '', details: { reason: 'fewer', asked: 4, came: 3, charged: 'unknown' } },
      },
      {
        get_run: () => aRun([], { params: { n: 4, per_model: {} } }),
        estimate: () => ({
          models: [{ model: 'offline/sketch', cost: 0.04, calls: 1, size: null, adjustments: [], problem: null }],
          known_cost: 0.04,
          unknown_models: [],
        }),
      },
    )
    expect(screen.getByRole('heading', { name: '3 of 4 images are here' })).toBeVisible()
    expect(screen.getByText('GPT Image 2 sent fewer images than were asked for and did not say why.')).toBeVisible()
    expect(await screen.findByRole('button', { name: 'Retry · $0.04' })).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Edit prompt' })).toBeNull()
    expect(asked.find(({ method }) => method === 'estimate')?.args.params).toMatchObject({ per_model: { 'offline/sketch': { n: 1 } } })
  })

  it('asks again when told to', async () => {
    const asked = show(
      { state: 'failed', error: { code: 'timeout', message: '', details: {} } },
      { retry: () => aGeneration('g') },
    )
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }))
    expect(asked).toContainEqual({ method: 'retry', args: { id: 'g', request_id: expect.any(String) as string } })
  })

  it('puts the price on a retry that may cost a second time', async () => {
    const asked = show(
      { state: 'failed', error: { code: 'bad_response', message: '', details: { charged: 'unknown' } } },
      {
        get_run: () => aRun([], { params: { n: 3, per_model: {} } }),
        estimate: () => ({
          models: [{ model: 'offline/sketch', cost: 0.12, calls: 3, size: null, adjustments: [], problem: null }],
          known_cost: 0.12,
          unknown_models: [],
        }),
      },
    )
    expect(await screen.findByRole('button', { name: 'Retry · $0.12' })).toBeVisible()
    expect(asked.find(({ method }) => method === 'estimate')?.args.params).toMatchObject({
      per_model: { 'offline/sketch': { n: 3 } },
    })
  })

  it('says that an answer which could not be put away is safe, and retries it for nothing', () => {
    const received = { id: 'a1', state: 'received' as const, created: '', remote_id: null, error: null }
    const asked = show({
      state: 'failed',
      attempts: [received],
      error: { code: 'storage_full', message: '', details: { charged: 'yes' } },
    })
    expect(screen.getByText(/safe on this computer/)).toBeVisible()
    expect(screen.getByRole('button', { name: 'Retry' })).toBeVisible()
    expect(asked.map(({ method }) => method)).not.toContain('estimate')
  })

  it('sends an unknown one again with its price, and clears the way for the last word', async () => {
    const attempt = (id: string) => ({ id, state: 'unknown' as const, created: '', remote_id: null, error: null })
    const asked = show(
      {
        state: 'unknown',
        attempts: [attempt('a1'), attempt('a2')],
        error: { code: 'outcome_unknown', message: '', details: { charged: 'unknown' } },
      },
      {
        get_run: () => aRun([]),
        estimate: () => ({
          models: [{ model: 'offline/sketch', cost: 0.04, calls: 1, size: null, adjustments: [], problem: null }],
          known_cost: 0.04,
          unknown_models: [],
        }),
        resolve_unknown: () => aGeneration('g'),
      },
    )
    await userEvent.click(await screen.findByRole('button', { name: 'Send again · $0.04' }))
    await waitFor(() => {
      const decided = asked.filter(({ method }) => method === 'resolve_unknown').map(({ args }) => args)
      expect(decided).toEqual([
        { attempt_id: 'a1', action: 'discard' },
        { attempt_id: 'a2', action: 'resend' },
      ])
    })
  })
})
