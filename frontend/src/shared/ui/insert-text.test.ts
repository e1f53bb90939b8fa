import { expect, it, vi } from 'vitest'
import { insertText } from './insert-text'

it('types no more than the field takes, and no half of it', () => {
  const field = document.createElement('input')
  const heard = vi.fn()
  field.addEventListener('input', heard)
  field.maxLength = 10
  field.value = 'hat-12345'
  field.setSelectionRange(4, 9)
  insertText(field, '{sku}')
  expect(field.value).toBe('hat-{sku}')
  insertText(field, '{n}')
  expect(field.value).toBe('hat-{sku}')
  expect(heard).toHaveBeenCalledOnce()
})
