import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { Dialog } from './Dialog'

const show = (inside: boolean) => (
  <Dialog open title="A title" onOpenChange={() => null}>
    {inside && <input aria-label="field" />}
  </Dialog>
)

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
