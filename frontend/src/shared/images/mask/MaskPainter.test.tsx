import { act, fireEvent, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { answerAtTheWire, renderInStudio } from '@/shared/studio/test-engine'
import type { Ground } from './mask-file'
import MaskPainter from './MaskPainter'

const picture = Object.assign(document.createElement('canvas'), { width: 4, height: 4 })
const onDone = vi.fn()

/** A request that is answered when the test says. */
class Upload {
  static last: Upload | null = null
  upload = {}
  response: unknown = null
  onload = () => {}
  open = () => {}
  setRequestHeader = () => {}
  onabort = () => {}
  abort = vi.fn(() => this.onabort())
  send = () => {
    Upload.last = this
  }
  answer() {
    this.response = { ok: true, data: { image_ids: ['mask'], refused: [] } }
    this.onload()
  }
}

/** jsdom draws nothing: what is read back is painted all over. */
const context = new Proxy({}, { get: (_, name) => () => (name === 'getImageData' ? { data: new Uint8ClampedArray(64).fill(255) } : null), set: () => true })

beforeEach(() => {
  onDone.mockClear()
  Upload.last = null
  answerAtTheWire({ get_image: () => ({ id: 'img', width: 4, height: 4 }) })
  vi.stubGlobal('XMLHttpRequest', Upload)
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(context as never)
  vi.spyOn(HTMLCanvasElement.prototype, 'toBlob').mockImplementation((take) => take(new Blob(['png'])))
})
afterEach(() => vi.restoreAllMocks())

function Workspace() {
  const [open, setOpen] = useState(true)
  return open && <MaskPainter imageId="img" maskId={null} onDone={onDone} onClose={() => setOpen(false)} />
}

function open() {
  const client = renderInStudio(<Workspace />)
  act(() => void client.setQueryData<Ground>(['mask', 'img', null], { picture, painted: null }))
  return client
}

async function upload() {
  const client = open()
  await userEvent.click(await screen.findByText('Use this mask'))
  await expect.poll(() => Upload.last).not.toBeNull()
  return client
}

it('sets the mask that was kept', async () => {
  await upload()
  Upload.last?.answer()
  await expect.poll(() => onDone.mock.calls[0]?.[0] as unknown).toBe('mask')
})

it('breaks off the mask that is on its way where it is cancelled, and sets none', async () => {
  const client = await upload()
  await userEvent.click(screen.getByText('Cancel'))
  await expect.poll(() => screen.queryByText('Cancel')).toBeNull()
  expect(Upload.last?.abort).toHaveBeenCalledOnce()
  await expect.poll(() => client.isMutating()).toBe(0)
  expect(onDone).not.toHaveBeenCalled()
})

it('lets go of Space with the window', async () => {
  open()
  const canvas = await screen.findByRole('application')
  fireEvent.keyDown(canvas, { key: ' ' })
  expect(canvas).toHaveStyle({ cursor: 'grab' })
  fireEvent.blur(window)
  expect(canvas).toHaveStyle({ cursor: 'none' })
})
