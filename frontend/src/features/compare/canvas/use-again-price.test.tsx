import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { aGeneration, aRun } from '@/shared/jobs/a-run'
import { answerAtTheWire, renderInStudio } from '@/shared/studio/test-engine'
import { useAgainCost } from './use-again-price'

const cell = aGeneration('g', { state: 'failed', prompt: 'a red hat', cell: [1], asked: { quality: 'high', n: 1 } })

function Cost() {
  return <p>{`costs ${useAgainCost(cell)}`}</p>
}

it('reckons a cell of a matrix with its own words and parameters', async () => {
  const asked = answerAtTheWire({
    get_run: () => aRun([cell], { prompt: 'a {red|blue} hat', params: { quality: 'low', per_model: {} } }),
    estimate: () => ({ models: [{ cost: 0.2 }], known_cost: 0.2, unknown_models: [] }),
  })
  renderInStudio(<Cost />)
  await screen.findByText('costs 0.2')
  const { prompt, params } = asked.findLast(({ method }) => method === 'estimate')?.args ?? {}
  expect({ prompt, params }).toMatchObject({ prompt: 'a red hat', params: { quality: 'high' } })
})
