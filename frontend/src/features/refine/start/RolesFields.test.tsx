import { screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { aModel } from '@/shared/models/a-model'
import { answerAtTheWire, renderInStudio, someSettings } from '@/shared/studio/test-engine'
import { RolesFields } from './RolesFields'

const draft = { ...someSettings.refine, model: 'offline/poster', writer: 'offline/writer', judge: 'offline/judge' }

it.each([true, false])('offers a place for a key where none is there yet: %s', async (hasKey) => {
  answerAtTheWire({
    refine_defaults: () => ({ roles: {}, warnings: [] }),
    list_models: () => [aModel('offline/writer', {}, { is_ai: false }), aModel('gemini/flash', {}, { available: hasKey })],
  })
  const client = renderInStudio(<RolesFields draft={draft} onChange={() => null} />)
  await screen.findByText(/No AI/)
  await expect.poll(() => client.isFetching()).toBe(0)
  await waitFor(() => expect(screen.queryAllByRole('button', { name: 'Add a key for real ones' })).toHaveLength(hasKey ? 0 : 1))
})
