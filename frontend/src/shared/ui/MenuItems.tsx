import { ChevronRight } from 'lucide-react'
import type { ContextMenu } from 'radix-ui'
import { Fragment, type ReactNode } from 'react'
import { Kbd } from './Kbd'
import { menuClass, menuItemClass, menuLineClass, type MenuGroups, type MenuItem } from './menu'

/** The parts that Radix's kinds of menus have in common. */
type MenuParts = Pick<typeof ContextMenu, 'Item' | 'Separator' | 'Sub' | 'SubTrigger' | 'SubContent' | 'Portal'>

/** Groups of items, parted by lines; an item with items of its own opens them beside it. */
export function MenuItems({ parts, groups }: { parts: MenuParts; groups: MenuGroups }): ReactNode {
  return groups
    .filter((group) => group.length > 0)
    .map((group, index) => (
      <Fragment key={group[0]?.id}>
        {index > 0 && <parts.Separator className={menuLineClass} />}
        {group.map((item) => (
          <OneItem key={item.id} parts={parts} item={item} />
        ))}
      </Fragment>
    ))
}

function OneItem({ parts, item }: { parts: MenuParts; item: MenuItem }) {
  const { icon: Icon, label, shortcut, danger, disabled, items, onSelect } = item
  const words = (
    <>
      {Icon ? <Icon size={15} strokeWidth={1.7} aria-hidden className="shrink-0" /> : <span className="w-[15px]" />}
      <span className="min-w-0 flex-1 truncate">{label}</span>
    </>
  )
  if (!items) {
    return (
      <parts.Item disabled={disabled} onSelect={onSelect} className={menuItemClass(danger)}>
        {words}
        {shortcut && <Kbd keys={shortcut} className="pl-4" />}
      </parts.Item>
    )
  }
  return (
    <parts.Sub>
      <parts.SubTrigger className={`${menuItemClass()} data-[state=open]:bg-press`}>
        {words}
        <ChevronRight size={14} strokeWidth={1.7} aria-hidden className="shrink-0 text-faint" />
      </parts.SubTrigger>
      <parts.Portal>
        <parts.SubContent collisionPadding={8} sideOffset={2} className={menuClass}>
          <MenuItems parts={parts} groups={[items]} />
        </parts.SubContent>
      </parts.Portal>
    </parts.Sub>
  )
}
