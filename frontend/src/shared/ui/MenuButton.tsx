import type { LucideIcon } from 'lucide-react'
import { EllipsisVertical } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import { Fragment } from 'react'
import { cx } from './cx'
import { Kbd } from './Kbd'
import type { MenuGroups } from './menu'
import { menuClass, menuItemClass, menuLineClass } from './menu'

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
          {shown.map((group, index) => (
            <Fragment key={group[0]?.id}>
              {index > 0 && <Radix.Separator className={menuLineClass} />}
              {group.map(({ id, label: words, icon: ItemIcon, shortcut, danger, disabled, onSelect }) => (
                <Radix.Item key={id} disabled={disabled} onSelect={onSelect} className={menuItemClass(danger)}>
                  {ItemIcon ? <ItemIcon size={15} strokeWidth={1.7} aria-hidden className="shrink-0" /> : <span className="w-[15px]" />}
                  <span className="min-w-0 flex-1 truncate">{words}</span>
                  {shortcut && <Kbd keys={shortcut} className="pl-4" />}
                </Radix.Item>
              ))}
            </Fragment>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
