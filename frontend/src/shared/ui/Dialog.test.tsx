import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it } from 'vitest'
import { Dialog } from './Dialog'

const show = (inside: boolean) => (
  <Dialog open title="A title" onOpenChange={() => null}>
    {inside && <input aria-label="field" />}
  </Dialog>
)

function Opened({ card }: { card?: boolean }) {
  const [isOpen, setOpen] = useState(false)
  const opener = <button onClick={() => setOpen(true)}>open</button>
  return (
    <>
      <input aria-label="elsewhere" />
      {card ? <div tabIndex={0} data-testid="card">{!isOpen && opener}</div> : opener}
      <Dialog open={isOpen} title="A title" onOpenChange={setOpen} />
    </>
  )
}

describe('a dialog that closes', () => {
  it('leads the focus back to what had it', async () => {
    render(<Opened />)
    const opener = screen.getByText('open')
    await userEvent.click(opener)
    expect(screen.getByRole('dialog')).toHaveFocus()
    await userEvent.keyboard('{Escape}')
    await expect.poll(() => document.activeElement).toBe(opener)
  })

  it('leads it to the card where the button that lay on it is gone', async () => {
    render(<Opened card />)
    await userEvent.click(screen.getByText('open'))
    await userEvent.keyboard('{Escape}')
    await expect.poll(() => document.activeElement).toBe(screen.getByTestId('card'))
  })
})

describe('a dialog that opens', () => {
  it('focuses the first thing in it', () => {
    render(show(true))
    expect(screen.getByLabelText('field')).toHaveFocus()
  })

  it('focuses itself, not what closes it, where its content comes later; the next Tab leads there', async () => {
    const { rerender } = render(show(false))
    expect(screen.getByRole('dialog')).toHaveFocus()
    rerender(show(true))
    await userEvent.tab()
    expect(screen.getByLabelText('field')).toHaveFocus()
  })
})
