interface Stop {
  element: HTMLElement
  /** What takes the focus in its stead where it is gone by then: a card for the button that lay on it. */
  around: HTMLElement | null
}

const MOST_STOPS = 16

/** What had the focus, newest first. */
const trail: Stop[] = []

document.addEventListener('focusin', ({ target: element }) => {
  if (!(element instanceof HTMLElement)) return
  trail.unshift({ element, around: element.parentElement?.closest<HTMLElement>('[tabindex]') ?? null })
  trail.length = Math.min(trail.length, MOST_STOPS)
})

/**
 * Leads back to what had the focus before a dialog opened, when it has closed. The library leads to a trigger, and most dialogs
 * are opened by a key, a menu or a state and have none; from the menu that opened one it goes to what the menu was opened on.
 */
export function returnFocus(event: Event): void {
  event.preventDefault()
  // What closed it may have led the focus on already.
  if (document.activeElement === document.body) leaveFocus(event.target as HTMLElement)
}

/** Leads the focus to where it was before it came into what is `closed`. */
export function leaveFocus(closed: HTMLElement): void {
  for (const stop of trail.flatMap(({ element, around }) => [element, around])) {
    if (!stop?.isConnected || closed.contains(stop) || stop.closest('[role="menu"]')) continue
    stop.focus({ preventScroll: true })
    if (document.activeElement === stop) return
  }
}
