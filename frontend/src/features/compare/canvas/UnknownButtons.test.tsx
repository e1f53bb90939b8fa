import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import type { Generation } from '@/bridge/contract'
import { aGeneration, aRun } from '@/shared/jobs/a-run'
import { answerAtTheWire, EngineSays, renderInStudio } from '@/shared/studio/test-engine'
import { UnknownButtons } from './UnknownButtons'

afterEach(() => vi.unstubAllGlobals())

it('sends nothing again where what clears the way for it failed', async () => {
  const asked = answerAtTheWire({
    get_run: () => aRun([]),
    estimate: () => ({ models: [], known_cost: 0, unknown_models: [] }),
    resolve_unknown: () => {
      throw new EngineSays({ code: 'storage_full', message: '', details: {} })
    },
  })
  const attempts = ['att_1', 'att_2'].map((id) => ({ id, state: 'unknown' })) as Generation['attempts']
  renderInStudio(<UnknownButtons generation={aGeneration('g', { state: 'unknown', attempts })} />)
  const [, resend] = await screen.findAllByRole('button')
  await userEvent.click(resend as HTMLElement)
  await expect.poll(() => resend?.getAttribute('aria-busy')).toBeNull()
  expect(asked.filter(({ method }) => method === 'resolve_unknown').map(({ args }) => args)).toEqual([{ attempt_id: 'att_1', action: 'discard' }])
})
