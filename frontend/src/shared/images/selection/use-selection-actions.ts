import { actionsFor, type ImageAction, type ImageContext, type ImageTarget } from '../image-actions'
import { usePerform } from '../use-image-actions'

export interface Selected {
  /** Its `images` are empty until all of them are known. */
  target: ImageTarget
  context: ImageContext
  onClear: () => void
}

/** What can be done to all that is chosen. What is thrown away or had back is chosen no longer. */
export function useSelectionActions({ target, context, onClear }: Selected): { action: ImageAction; perform: () => void }[] {
  const perform = usePerform(context)
  return actionsFor(target, context)
    .filter(({ onSelection }) => onSelection)
    .map((action) => ({
      action,
      perform: () => {
        perform(action, target)
        if (action.group === 'remove') onClear()
      },
    }))
}
