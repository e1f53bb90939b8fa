import { screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { aModel } from '@/shared/models/a-model'
import { answerAtTheWire, renderInStudio } from '@/shared/studio/test-engine'
import { LockedProviders } from './LockedProviders'
import { ModelRow } from './ModelRow'

const model = aModel('volcengine/seedream', {}, { provider_label: 'Volcengine Ark (Seedream)' })

afterEach(() => vi.unstubAllGlobals())

it('tells on hover the whole name of a provider for which there is no room, with a key and without', async () => {
  answerAtTheWire({})
  renderInStudio(
    <>
      <ModelRow model={model} chosen={false} cost={null} own={[]} onToggle={() => undefined} />
      <LockedProviders models={[{ ...model, available: false, reason: 'no_key' }]} />
    </>,
  )
  expect(await screen.findAllByTitle('Volcengine Ark (Seedream)')).toHaveLength(2)
})
