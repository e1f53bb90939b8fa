import { fireEvent, render, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { Button } from '@/shared/ui/Button'
import { MenuButton } from '@/shared/ui/MenuButton'
import { useKeyboard } from './keyboard'

function Page({ children }: { children: ReactNode }) {
  useKeyboard()
  return children
}

/** What has the focus hears the key; whether the browser would go on with it. */
const press = (key: string, repeat = false) => fireEvent.keyDown(document.activeElement ?? document.body, { key, repeat })

describe('a key that is held down', () => {
  it.each(['Enter', ' '])('opens a menu with %j and presses nothing in it', async (key) => {
    const onSelect = vi.fn()
    render(<MenuButton label="More" groups={[[{ id: 'delete', label: 'Delete', onSelect }]]} />, { wrapper: Page })
    screen.getByRole('button').focus()
    press(key)
    const item = await screen.findByRole('menuitem')
    await expect.poll(() => document.activeElement).toBe(item)
    press(key, true)
    expect(onSelect).not.toHaveBeenCalled()
    press(key)
    expect(onSelect).toHaveBeenCalledOnce()
  })

  it('presses a button and sends a form once', () => {
    render(<><Button>Generate</Button><input /></>, { wrapper: Page })
    for (const part of [screen.getByRole('button'), screen.getByRole('textbox')]) {
      part.focus()
      expect([press('Enter'), press('Enter', true)]).toEqual([true, false])
    }
  })

  it('writes on in the text it was pressed in, and in no other', () => {
    render(<><textarea /><Button>Edit</Button></>, { wrapper: Page })
    screen.getByRole('textbox').focus()
    expect([press('Enter'), press('Enter', true), press(' '), press(' ', true)]).toEqual([true, true, true, true])
    screen.getByRole('button').focus()
    press('Enter')
    screen.getByRole('textbox').focus()
    expect(press('Enter', true)).toBe(false)
  })
})
