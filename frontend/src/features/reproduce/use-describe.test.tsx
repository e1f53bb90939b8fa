import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { settingsQuery } from '@/shared/studio/queries'
import { answerAtTheWire, EngineSays, renderInStudio, someSettings } from '@/shared/studio/test-engine'
import { useSources } from '@/shared/words/sources'
import { useDescribe } from './use-describe'

afterEach(() => vi.unstubAllGlobals())

function Describe() {
  const { describe } = useDescribe()
  return <button onClick={describe}>describe</button>
}

it('asks for no picture again whose description was begun, also where that cannot be looked at', async () => {
  answerAtTheWire({
    start_reproductions: () => [{ id: 'rep_1' }],
    get_reproduction: () => {
      throw new EngineSays({ code: 'storage_failed', message: '', details: {} })
    },
  })
  useSources.setState({ queue: [{ image: 'img_1', reproduction: null }], at: 0 })
  const client = renderInStudio(<Describe />)
  client.setQueryData(settingsQuery.queryKey, { ...someSettings, reproduce_model: 'openai/gpt-6' })
  await userEvent.click(screen.getByText('describe'))
  await expect.poll(() => useSources.getState().queue[0]?.reproduction).toBe('rep_1')
})
