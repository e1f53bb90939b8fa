/** How a click chooses: this one alone, one more or less (Ctrl, ⌘), or all from the last one to here (Shift). */
export type Picking = 'only' | 'toggle' | 'range'

export const pickingOf = ({ ctrlKey, metaKey, shiftKey }: { ctrlKey: boolean; metaKey: boolean; shiftKey: boolean }): Picking =>
  shiftKey ? 'range' : ctrlKey || metaKey ? 'toggle' : 'only'

/** What is chosen after a click on `key`. `anchor`: where a range starts, the place of the last click without Shift. */
export function picked(
  selected: ReadonlySet<string>,
  keys: readonly string[],
  key: string,
  anchor: string | null,
  how: Picking,
): ReadonlySet<string> {
  if (how === 'only') return new Set([key])
  if (how === 'toggle') {
    const next = new Set(selected)
    if (!next.delete(key)) next.add(key)
    return next
  }
  const [from, to] = [keys.indexOf(anchor ?? key), keys.indexOf(key)]
  if (from < 0 || to < 0) return new Set([...selected, key])
  return new Set(keys.slice(Math.min(from, to), Math.max(from, to) + 1))
}
