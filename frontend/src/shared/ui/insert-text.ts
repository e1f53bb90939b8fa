/** Types into a field for the user, over what is selected in it; what is typed next goes on behind. */
export function insertText(field: HTMLInputElement | HTMLTextAreaElement | null, text: string): void {
  if (!field) return
  field.focus()
  field.setRangeText(text, field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
