import { useEffect } from 'react'
import { allCommands } from '@/shared/commands/registry'
import { isTyping, shortcutOf } from '@/shared/commands/shortcut'
import { useOverlay } from './overlay-state'

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
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
