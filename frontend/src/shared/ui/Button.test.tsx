import { fireEvent, render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { Button } from './Button'

it('takes a key that is held down as one press', () => {
  render(<Button>Generate</Button>)
  const press = (repeat: boolean) => fireEvent.keyDown(screen.getByRole('button'), { key: 'Enter', repeat })
  expect(press(false)).toBe(true)
  expect(press(true)).toBe(false)
})
