import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, afterEach, expect, it, vi } from 'vitest'
import type { Image } from '@/bridge/contract'
import type { ImageContext } from '@/shared/images/image-actions'
import { answerAtTheWire, renderInStudio, type Asked } from '@/shared/studio/test-engine'
import { DetailPanel } from './DetailPanel'

let asked: Asked[]
const onClear = vi.fn()
beforeEach(() => {
  onClear.mockClear()
  asked = answerAtTheWire({ delete_images: () => null })
})
afterEach(() => vi.unstubAllGlobals())

const anImage = (id: string, rest: Partial<Image>) => ({ id, kind: 'generated', bytes: 1_200_000, cost: null, prompt: '', favourite: false, recipe: {}, ...rest }) as Image

function choose(...images: Image[]) {
  const ids = images.map(({ id }) => id)
  const context = { t: (key: string) => key, transport: 'browser' } as unknown as ImageContext
  renderInStudio(<DetailPanel count={ids.length} target={{ images, generation: null, run: null, among: ids }} context={context} onClear={onClear} />)
}

it.each([
  ['all known', [{ cost: 0.04 }, { cost: 0.02 }], '2.4 MB · $0.06'],
  ['one not known', [{ cost: 0.04 }, {}], '2.4 MB · $0.04 or more'],
  ['none known', [{}, {}], '2.4 MB · price not known'],
  ['one brought in', [{ cost: 0.04 }, { kind: 'imported' as const }], '2.4 MB · $0.04'],
  ['none made by a model', [{ kind: 'imported' as const }, { kind: 'split' as const }], '2.4 MB'],
])('says of several how many they are, their size and what they cost: %s', (_, images, facts) => {
  choose(...images.map((rest, index) => anImage(`i${index}`, rest)))
  expect(screen.getByRole('heading', { name: '2 selected' })).toBeInTheDocument()
  expect(screen.getByText(facts)).toBeInTheDocument()
})

it('does to several at once what works for many', async () => {
  choose(anImage('a', { cost: 0 }), anImage('b', { cost: 0 }))
  const labels = screen.getAllByRole('button').map((button) => button.querySelector('span')?.textContent ?? '')
  expect(labels).toEqual(expect.arrayContaining(['Compare side by side', 'Export…', 'Move to bin']))
  expect(labels).not.toContain('Full screen')
  await userEvent.click(screen.getByRole('button', { name: /Move to bin/ }))
  expect(asked.find(({ method }) => method === 'delete_images')?.args).toEqual({ img_ids: ['a', 'b'] })
  expect(onClear).toHaveBeenCalledOnce()
})

it('asks for a choice where nothing is chosen', () => {
  choose()
  expect(screen.getByText(/Choose one image/)).toBeInTheDocument()
})
