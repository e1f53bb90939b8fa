import { screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { aGeneration, aRun } from '@/shared/jobs/a-run'
import { summaryOf } from '@/shared/jobs/run-cache'
import { answerAtTheWire, renderInStudio } from '@/shared/studio/test-engine'
import { HistoryRow } from './HistoryRow'

afterEach(() => vi.unstubAllGlobals())

it.each([
  [[0.04, 0.04], / · \$0\.08$/, / · \$0\.08$/],
  [[0.04, null], / · from \$0\.04$/, / · \$0\.04 or more$/],
  [[0, null], / 0 images$/, / · price not known$/],
  [[0, 0], / · free$/, / · free$/],
])('tells shortly what %j cost, and in full words on hover', async (costs, short, full) => {
  answerAtTheWire({})
  const run = aRun(costs.map((cost, index) => aGeneration(`g${index}`, { state: 'done', cost })))
  renderInStudio(<HistoryRow run={summaryOf(run)} shown={false} onTake={() => undefined} />)
  const facts = (await screen.findByText(/0 images/)).parentElement
  expect(facts?.textContent).toMatch(short)
  expect(facts?.title).toMatch(full)
})
