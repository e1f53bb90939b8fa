import { createEvent, fireEvent, render, screen } from '@testing-library/react'
import { ImagePlus } from 'lucide-react'
import { beforeEach, expect, it, vi } from 'vitest'
import { DropAnywhere, type DropZone } from './DropAnywhere'

const onFiles = vi.fn()
const zones: [DropZone] = [{ icon: ImagePlus, words: 'here', onFiles }]
const picture = new File(['png'], 'image.png', { type: 'image/png' })

beforeEach(() => {
  onFiles.mockClear()
  render(
    <>
      <textarea />
      <DropAnywhere zones={zones} />
    </>,
  )
})

/** Whether the page took it for itself. */
function paste(target: Element, types: string[]): boolean {
  const event = createEvent.paste(target, { clipboardData: { types, files: [picture] } })
  fireEvent(target, event)
  return event.defaultPrevented
}

it('leaves words that come with a picture of them to the field they are pasted into', () => {
  expect(paste(screen.getByRole('textbox'), ['text/plain', 'text/html', 'Files'])).toBe(false)
  expect(onFiles).not.toHaveBeenCalled()
})

it('takes a picture pasted into a field, and one that comes with words anywhere else', () => {
  expect(paste(screen.getByRole('textbox'), ['text/html', 'Files'])).toBe(true)
  expect(paste(document.body, ['text/plain', 'Files'])).toBe(true)
  expect(onFiles).toHaveBeenCalledTimes(2)
})
