import { cx } from './cx'

const isMac = /mac/i.test(navigator.platform)

const MAC: Record<string, string> = { mod: '⌘', shift: '⇧', alt: '⌥', enter: '↵', delete: '⌫' }
const OTHER: Record<string, string> = { mod: 'Ctrl', shift: 'Shift', alt: 'Alt', enter: 'Enter', delete: 'Del' }
const BOTH: Record<string, string> = {
  escape: 'Esc',
  space: 'Space',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
}

/** `mod+shift+k` as this system writes it: ⇧⌘K or Ctrl+Shift+K. */
export function keysText(keys: string): string {
  const names = isMac ? MAC : OTHER
  return keys
    .toLowerCase()
    .split('+')
    .map((key) => names[key] ?? BOTH[key] ?? key.toUpperCase())
    .join(isMac ? '' : '+')
}

export function Kbd({ keys, className }: { keys: string; className?: string }) {
  return <kbd className={cx('font-sans text-xs whitespace-nowrap text-faint', className)}>{keysText(keys)}</kbd>
}
