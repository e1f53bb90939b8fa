import type { KeyboardEvent } from 'react'
import { useCallback } from 'react'
import { shortcutOf } from '@/shared/commands/shortcut'
import { actionsFor, type ImageContext, type ImageTarget } from './image-actions'
import { usePerform } from './use-image-actions'

/** The keys of what can be done to a picture, while its card has the focus; Enter looks closer. */
export function useImageKeys(target: () => ImageTarget, context: ImageContext): (event: KeyboardEvent) => void {
  const perform = usePerform(context)
  return useCallback(
    (event) => {
      if (event.target !== event.currentTarget) return
      const pressed = event.key === 'Enter' ? 'space' : shortcutOf(event.nativeEvent)
      const action = actionsFor(target(), context).find(({ shortcut }) => shortcut === pressed)
      if (!action) return
      event.preventDefault()
      if (!event.repeat) perform(action, target())
    },
    [target, context, perform],
  )
}
