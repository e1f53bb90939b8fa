import { ContextMenu as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Fragment } from 'react'
import { Kbd } from './Kbd'
import type { MenuGroups } from './menu'
import { menuClass, menuItemClass, menuLineClass } from './menu'

/** Right click (or the menu key) on `children` opens `groups`. They are asked for only when it opens. */
export function ContextMenu({ groups, children }: { groups: () => MenuGroups; children: ReactNode }) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content collisionPadding={8} className={menuClass}>
          <Items groups={groups} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function Items({ groups }: { groups: () => MenuGroups }) {
  return groups()
    .filter((group) => group.length > 0)
    .map((group, index) => (
      <Fragment key={group[0]?.id}>
        {index > 0 && <Radix.Separator className={menuLineClass} />}
        {group.map(({ id, label, icon: Icon, shortcut, danger, disabled, onSelect }) => (
          <Radix.Item key={id} disabled={disabled} onSelect={onSelect} className={menuItemClass(danger)}>
            {Icon ? <Icon size={15} strokeWidth={1.7} aria-hidden className="shrink-0" /> : <span className="w-[15px]" />}
            <span className="min-w-0 flex-1 truncate">{label}</span>
            {shortcut && <Kbd keys={shortcut} className="pl-4" />}
          </Radix.Item>
        ))}
      </Fragment>
    ))
}
