import type { LucideIcon } from 'lucide-react'
import { EllipsisVertical } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import { cx } from './cx'
import type { MenuGroups } from './menu'
import { menuClass } from './menu'
import { MenuItems } from './MenuItems'

interface MenuButtonProps {
  /** Said to screen readers. */
  label: string
  groups: MenuGroups
  icon?: LucideIcon
  className?: string
}

/** What there is no room for: a small button that opens a menu. */
export function MenuButton({ label, groups, icon: Icon = EllipsisVertical, className }: MenuButtonProps) {
  const shown = groups.filter((group) => group.length > 0)
  if (shown.length === 0) return null
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger
        aria-label={label}
        className={cx(
          'grid size-[26px] shrink-0 place-items-center rounded-control text-muted transition-colors duration-150 hover:bg-raised hover:text-text data-[state=open]:bg-raised data-[state=open]:text-text',
          className,
        )}
      >
        <Icon size={15} strokeWidth={1.7} aria-hidden />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content align="end" sideOffset={4} collisionPadding={8} className={menuClass}>
          <MenuItems parts={Radix} groups={shown} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
