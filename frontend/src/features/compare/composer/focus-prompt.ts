export const PROMPT_ID = 'compare-prompt'

export function focusPrompt(): void {
  const box = document.getElementById(PROMPT_ID)
  if (box instanceof HTMLTextAreaElement) box.focus()
}
