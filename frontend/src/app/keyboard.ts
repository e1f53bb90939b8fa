import { useEffect } from 'react'
import { allCommands } from '@/shared/commands/registry'
import { isTyping, shortcutOf } from '@/shared/commands/shortcut'
import { useOverlay } from './overlay-state'

/** What Enter and Space press; a text field takes them as what is written. */
const PRESSED = 'button, [role="button"], [role^="menuitem"], [role="option"]'
let began: EventTarget | null = null

/**
 * A key is pressed once, however long it is held: browsers press what has the focus again and again, also where that is only there
 * since the first time (the first item of a menu, a dialog's main button), and some of it costs or deletes.
 */
function pressOnce(event: KeyboardEvent): void {
  if (!event.repeat) began = event.target
  else if (event.key === 'Enter' ? !(event.target instanceof HTMLTextAreaElement && event.target === began) : event.key === ' ' && (event.target as Element).matches(PRESSED)) {
    event.preventDefault()
  }
}

/** One listener for all commands. While a dialog is open the keys are the dialog's. */
export function useKeyboard(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || event.isComposing) return
      const shortcut = shortcutOf(event)
      if (isTyping(event) && !shortcut.startsWith('mod+')) return
      if (useOverlay.getState().open || document.querySelector('[role="dialog"], [role="menu"]')) return
      const command = allCommands().find((known) => known.perform && known.shortcut === shortcut)
      if (!command?.perform) return
      event.preventDefault()
      command.perform()
    }
    window.addEventListener('keydown', pressOnce, { capture: true })
    window.addEventListener('keydown', onKeyDown)
    return () => {
      window.removeEventListener('keydown', pressOnce, { capture: true })
      window.removeEventListener('keydown', onKeyDown)
    }
  }, [])
}
