import type { LucideIcon } from 'lucide-react'

export interface MenuItem {
  id: string
  label: string
  icon?: LucideIcon
  /** As in `Kbd`. */
  shortcut?: string
  danger?: boolean
  disabled?: boolean
  onSelect: () => void
  /** Opens these beside it instead. */
  items?: readonly MenuItem[]
}

/** Groups are parted by a line. */
export type MenuGroups = readonly (readonly MenuItem[])[]

export const menuClass =
  'z-50 min-w-[200px] max-w-[320px] animate-appear rounded-[11px] border border-line-strong bg-overlay p-[5px] shadow-overlay'
export const menuLineClass = 'mx-1.5 my-1 h-px bg-line-strong'
export function menuItemClass(danger?: boolean): string {
  return `flex h-[30px] items-center gap-2.5 rounded-control px-2 outline-none data-[disabled]:opacity-40 data-[highlighted]:bg-press ${danger ? 'text-bad' : 'text-text'}`
}
