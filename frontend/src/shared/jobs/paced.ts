/** One hearing in so many milliseconds, four frames: what tells of a picture's end does not hold up the picture itself. */
const PACE_MS = 64

/**
 * Hands on what is heard in lots: the first at once, what comes right after it together. A burst of events then draws the page
 * anew a few times, not once for each.
 */
export function paced<T>(hear: (lot: T[]) => void): (one: T) => void {
  let lot: T[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const hand = () => {
    timer = undefined
    if (lot.length === 0) return
    const heard = lot
    lot = []
    timer = setTimeout(hand, PACE_MS)
    hear(heard)
  }
  return (one) => {
    lot.push(one)
    if (timer === undefined) hand()
  }
}
