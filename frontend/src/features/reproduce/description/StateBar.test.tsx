import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import type { Reproduction } from '@/bridge/contract'
import { useNavigation } from '@/shared/studio/navigation'
import { answerAtTheWire, renderInStudio } from '@/shared/studio/test-engine'
import { StateBar } from './StateBar'

const failed = (code: string): Reproduction => ({
  id: 'rep_1',
  image_id: 'img_1',
  model: 'openrouter/seer',
  options: { style: 'tags', focus: 'all', language: 'English', notes: 'short' },
  state: 'failed',
  text: '',
  prompt: '',
  error: { code: code, message: '', details: { provider: 'openrouter' } },
  tries: 1,
  started: '2026-11-30T10:00:00Z',
  waiting_until: null,
  scaled: null,
  cost: null,
  seconds: null,
  created: '2026-11-30T10:00:00Z',
  run_ids: [],
  owner: '',
})

const answers = { list_models: () => [], preview_reproduction: () => ({ cost: 0.012 }) }

it('says what asking again costs, by the wishes of that description', async () => {
  const asked = answerAtTheWire(answers)
  renderInStudio(<StateBar row={failed('outcome_unknown')} />)
  expect(await screen.findByRole('button', { name: 'Ask again · $0.012' })).toBeInTheDocument()
  const options = { style: 'tags', focus: 'all', language: 'English', notes: '' }
  expect(asked).toContainEqual({ method: 'preview_reproduction', args: { img_id: 'img_1', model: 'openrouter/seer', options } })
  expect(screen.queryByRole('button', { name: 'Open Keys' })).not.toBeInTheDocument()
})

it('says what the rest of a text that broke off costs', async () => {
  answerAtTheWire(answers)
  renderInStudio(<StateBar row={{ ...failed(''), state: 'stopped', error: null, text: 'a grey' }} />)
  expect(await screen.findByRole('button', { name: 'Resume · $0.012' })).toBeInTheDocument()
})

it('leads to the provider’s keys where its key was refused', async () => {
  answerAtTheWire(answers)
  renderInStudio(<StateBar row={failed('auth_failed')} />)
  await userEvent.click(screen.getByRole('button', { name: 'Open Keys' }))
  expect(useNavigation.getState()).toMatchObject({ place: 'keys', provider: 'openrouter' })
})
