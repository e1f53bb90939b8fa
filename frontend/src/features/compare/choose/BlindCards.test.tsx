import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { renderInStudio } from '@/shared/studio/test-engine'
import { BlindCards } from './BlindCards'

const cards = () => screen.getAllByRole('button')
const seen = () => waitFor(() => cards().forEach((card) => expect(card).toHaveAttribute('aria-disabled', 'false')))
const press = (key: string, repeat = false) => fireEvent.keyDown(cards()[0] as HTMLElement, { key, repeat })

it('prefers one for each press of a key, however long it is held', async () => {
  const onPrefer = vi.fn()
  renderInStudio(<BlindCards ids={['a', 'b']} onPrefer={onPrefer} />)
  await seen()
  press('2')
  press('2', true)
  expect(onPrefer.mock.calls).toEqual([['b']])
})

it('takes no press for what was not in sight yet', async () => {
  const onPrefer = vi.fn()
  renderInStudio(<BlindCards ids={['a', 'b']} onPrefer={onPrefer} />)
  press('1')
  fireEvent.click(cards()[0] as HTMLElement)
  expect(onPrefer).not.toHaveBeenCalled()
  await seen()
  fireEvent.click(cards()[1] as HTMLElement)
  expect(onPrefer.mock.calls).toEqual([['b']])
})
