import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it } from 'vitest'
import { NumberField } from './NumberField'

function Example({ start = 5 as number | null, step = 1, clearable = false }) {
  const [value, setValue] = useState(start)
  return (
    <>
      <NumberField aria-label="n" value={value} onChange={setValue} min={1} max={10} step={step} clearable={clearable} />
      <output>{String(value)}</output>
    </>
  )
}

async function typed(text: string, props = {}) {
  const user = userEvent.setup()
  render(<Example {...props} />)
  const field = screen.getByRole('spinbutton')
  await user.clear(field)
  await user.type(field, text)
  return { field, shown: () => screen.getByRole('status').textContent }
}

describe('NumberField', () => {
  it.each([
    ['7{Enter}', {}, '7'],
    ['99{Enter}', {}, '10'],
    ['-3{Enter}', {}, '1'],
    ['2.6{Enter}', {}, '3'],
    ['2,5{Enter}', { step: 0.5 }, '2.5'],
    ['abc{Enter}', {}, '5'],
    ['{ArrowUp}{ArrowUp}{ArrowDown}', {}, '6'],
    ['8{ArrowUp}', {}, '9'],
    ['abc{ArrowUp}', {}, '6'],
  ])('takes %s', async (text, props, value) => {
    const { shown } = await typed(text, props)
    expect(shown()).toBe(value)
  })

  it('takes the number only when the field is left', async () => {
    const { shown } = await typed('8')
    expect(shown()).toBe('5')
    await userEvent.tab()
    expect(shown()).toBe('8')
  })

  it('can be emptied only where empty means something', async () => {
    const kept = await typed('{Enter}')
    expect(kept.shown()).toBe('5')
  })

  it('is empty for null, and starts at the least from there', async () => {
    const { field, shown } = await typed('{Enter}', { clearable: true })
    expect(shown()).toBe('null')
    await userEvent.type(field, '{ArrowUp}')
    expect(shown()).toBe('1')
  })
})
