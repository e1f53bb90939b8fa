/** How soon the same again is still the same press, in milliseconds: what systems take for a double click. */
const MOMENT_MS = 500

let last = { request: '', at: -Infinity, isOpen: false }

/**
 * Does work that costs and locks nothing, but once where the same is asked for twice: by a double click, or by a key pressed again
 * before anything has come of it. Anything else goes through at once.
 */
export function onOnePress(request: object, work: () => Promise<unknown>): void {
  const at = performance.now()
  const asked = JSON.stringify(request)
  if (asked === last.request && (last.isOpen || at - last.at < MOMENT_MS)) {
    last.at = at
    return
  }
  const press = { request: asked, at, isOpen: true }
  last = press
  void work().finally(() => (press.isOpen = false))
}
