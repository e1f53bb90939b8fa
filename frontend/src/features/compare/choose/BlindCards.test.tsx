import { fireEvent, screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { renderInStudio } from '@/shared/studio/test-engine'
import { BlindCards } from './BlindCards'

it('prefers one for each press of a key, however long it is held', () => {
  const onPrefer = vi.fn()
  renderInStudio(<BlindCards ids={['a', 'b']} onPrefer={onPrefer} />)
  const press = (key: string, repeat: boolean) => fireEvent.keyDown(screen.getAllByRole('button')[0] as HTMLElement, { key, repeat })
  press('2', false)
  press('2', true)
  expect(onPrefer.mock.calls).toEqual([['b']])
})
