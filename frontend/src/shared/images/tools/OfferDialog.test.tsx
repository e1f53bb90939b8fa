import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { QueryClient } from '@tanstack/react-query'
import i18next from 'i18next'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Image, MattingModel } from '@/bridge/contract'
import { hearDownload } from '@/shared/matting/queries'
import { answerAtTheWire, EngineSays, renderInStudio } from '@/shared/studio/test-engine'
import type { ImageContext } from '../image-target'
import { cutOut } from './tool-hands'
import { ToolDialogs } from './ToolDialogs'
import { closeTool } from './tool-state'

const image = { id: 'img', kind: 'generated', width: 10, height: 10, parent_id: null, recipe: {} } as unknown as Image
const u2net: MattingModel = {
  name: 'u2net',
  label: 'U²-Net',
  size: 176_000_000,
  licence: 'Apache-2.0',
  good_at: ['anything'],
  state: 'absent',
  default: false,
  own: false,
  bundled: false,
  mirrors: ['github.com', 'hf-mirror.com'],
  received: 0,
  speed: null,
  error: null,
}
const client = new QueryClient()
const context: ImageContext = { t: i18next.t, client, transport: 'browser' }
const declined = { code: 'model_missing', message: '', details: { reason: 'not_plain', suitability: 0.12, offer: 'u2net' } } as const

function engine() {
  return answerAtTheWire({
    list_matting_models: () => [u2net],
    download_matting_model: () => ({ ...u2net, state: 'downloading' }),
    get_images: ({ img_ids }) => (img_ids as string[]).map((id) => ({ ...image, id, parent_id: 'img', kind: 'cut_out' })),
    process_image: ({ options }) => {
      const { model, force } = options as { model?: string; force?: boolean }
      if (model === 'u2net' || force) return { image_ids: ['cut'], confidence: 1, job_id: null }
      throw new EngineSays(declined)
    },
  })
}

beforeEach(closeTool)

describe('where the built-in method declines', () => {
  it('offers a model in its place and goes on with it as soon as it is there', async () => {
    const asked = engine()
    const page = renderInStudio(<ToolDialogs context={context} />)
    await cutOut([image], {}, context)
    expect(await screen.findByText(/12%/)).toBeInTheDocument()
    await userEvent.click(await screen.findByRole('button', { name: 'Download' }))
    hearDownload(page, { type: 'download.progress', data: { id: 'u2net', model: { ...u2net, state: 'downloading', received: 88_000_000, speed: 5e6 } } })
    expect(await screen.findByRole('progressbar')).toHaveAttribute('aria-valuenow', '50')
    hearDownload(page, { type: 'download.progress', data: { id: 'u2net', model: { ...u2net, state: 'installed' } } })
    await expect.poll(() => asked.filter(({ method }) => method === 'process_image').at(-1)?.args.options).toEqual({ model: 'u2net' })
    await expect.poll(() => screen.queryByRole('dialog')).toBeNull()
  })

  it('is used anyway where that is what is wanted', async () => {
    const asked = engine()
    renderInStudio(<ToolDialogs context={context} />)
    await cutOut([image], { background: '#ffffff' }, context)
    await userEvent.click(await screen.findByRole('button', { name: 'Use the built-in method anyway' }))
    await expect
      .poll(() => asked.filter(({ method }) => method === 'process_image').at(-1)?.args.options)
      .toEqual({ background: '#ffffff', model: 'builtin', force: true })
  })
})
