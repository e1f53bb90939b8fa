import { useEffect, useRef, type RefObject } from 'react'

/** Takes the focus along to the task that is looked at, where another one had it. */
export function useFocusAlong<T extends HTMLElement>(isShown: boolean): RefObject<T | null> {
  const ref = useRef<T>(null)
  useEffect(() => {
    const focused = document.activeElement
    if (isShown && focused !== ref.current && focused?.matches('[data-task]')) ref.current?.focus({ preventScroll: true })
  }, [isShown])
  return ref
}
