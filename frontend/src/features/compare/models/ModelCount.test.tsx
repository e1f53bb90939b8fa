import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import type { ModelInfo } from '@/bridge/contract'
import { answerAtTheWire, renderInStudio } from '@/shared/studio/test-engine'
import { ModelCount } from './ModelCount'

afterEach(() => vi.unstubAllGlobals())

it('chooses no more at once than one run takes', async () => {
  const asked = answerAtTheWire({ update_settings: () => ({}) })
  const available = Array.from({ length: 70 }, (_, number) => ({ id: `custom_openai/m${number}` })) as ModelInfo[]
  renderInStudio(<ModelCount chosen={[]} available={available} only={false} onOnly={() => undefined} />)
  const [, all] = await screen.findAllByRole('button')
  await userEvent.click(all as HTMLElement)
  const saved = () => asked.filter(({ method }) => method === 'update_settings').map(({ args }) => args)
  await expect.poll(saved).toEqual([{ changes: { selected_models: available.slice(0, 64).map(({ id }) => id) } }])
})
