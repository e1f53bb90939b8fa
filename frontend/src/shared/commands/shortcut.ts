const isMac = /mac/i.test(navigator.platform)
const NAMES: Record<string, string> = { ' ': 'space', backspace: 'delete' }

/** The key press as `Command.shortcut` writes it: `mod+shift+k`. Shift counts only with letters and named keys. */
export function shortcutOf(event: KeyboardEvent): string {
  const key = event.key.toLowerCase()
  const name = NAMES[key] ?? key
  const parts = []
  if (isMac ? event.metaKey : event.ctrlKey) parts.push('mod')
  if (event.altKey) parts.push('alt')
  if (event.shiftKey && (name.length > 1 || name.toUpperCase() !== name)) parts.push('shift')
  return [...parts, name].join('+')
}

/**
 * Ctrl/⌘+Enter, which begins what costs: a key that is held down is not pressed again, and with what an input method still composes
 * nothing begins.
 */
export const isSubmit = ({ key, ctrlKey, metaKey, repeat, isComposing }: KeyboardEvent): boolean => key === 'Enter' && (ctrlKey || metaKey) && !repeat && !isComposing

/** Whether what happens belongs to a text field: of key presses then only those with Ctrl/⌘ are ours. */
export function isTyping(event: Event): boolean {
  return event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable="true"]') !== null
}
