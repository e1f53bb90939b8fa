import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it, vi } from 'vitest'
import { answerAtTheWire, aStudio, EngineSays, renderInStudio } from '@/shared/studio/test-engine'
import { Toaster } from '@/shared/ui/Toaster'
import { ExternalLink } from './ExternalLink'

afterEach(() => vi.unstubAllGlobals())

it('says that no browser could be opened', async () => {
  answerAtTheWire({
    studio_info: () => ({ ...aStudio, transport: 'window' }),
    open_external: () => {
      throw new EngineSays({ code: 'not_found', message: '', details: {} })
    },
  })
  renderInStudio(
    <>
      <ExternalLink href="https://example.org">key page</ExternalLink>
      <Toaster />
    </>,
  )
  await userEvent.click(await screen.findByText('key page'))
  expect(await screen.findByRole('listitem')).toHaveTextContent('https://example.org')
})
