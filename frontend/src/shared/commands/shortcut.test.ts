import { describe, expect, it } from 'vitest'
import { isSubmit, isTyping, shortcutOf } from './shortcut'

const press = (key: string, modifiers: KeyboardEventInit = {}) => shortcutOf(new KeyboardEvent('keydown', { key, ...modifiers }))

describe('shortcutOf', () => {
  it.each([
    ['k', { ctrlKey: true }, 'mod+k'],
    ['K', { ctrlKey: true, shiftKey: true }, 'mod+shift+k'],
    ['?', { shiftKey: true }, '?'],
    [' ', {}, 'space'],
    ['ArrowLeft', { shiftKey: true }, 'shift+arrowleft'],
    [',', { ctrlKey: true }, 'mod+,'],
    ['Backspace', {}, 'delete'],
  ])('%s %o is %s', (key, modifiers, shortcut) => expect(press(key, modifiers)).toBe(shortcut))
})

it('leaves plain keys to text fields', () => {
  document.body.innerHTML = '<input><button></button>'
  const typing: boolean[] = []
  document.body.addEventListener('keydown', (event) => typing.push(isTyping(event)))
  for (const tag of ['input', 'button']) {
    document.querySelector(tag)?.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }))
  }
  expect(typing).toEqual([true, false])
})

it('begins nothing by a key that is held down or that ends a composition', () => {
  const begins = (rest: KeyboardEventInit) => isSubmit(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, ...rest }))
  expect([begins({}), begins({ repeat: true }), begins({ isComposing: true }), begins({ ctrlKey: false })]).toEqual([true, false, false, false])
})
