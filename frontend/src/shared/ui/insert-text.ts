/** Types into a field for the user, over what is selected in it; what is typed next goes on behind. Where it would be too long, nothing. */
export function insertText(field: HTMLInputElement | HTMLTextAreaElement | null, text: string): void {
  if (!field) return
  field.focus()
  const [start, end] = [field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length]
  const isTooLong = field.maxLength >= 0 && field.value.length - (end - start) + text.length > field.maxLength
  if (isTooLong) return
  field.setRangeText(text, start, end, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
