import { ContextMenu as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import type { MenuGroups } from './menu'
import { menuClass } from './menu'
import { MenuItems } from './MenuItems'

/** Right click (or the menu key) on `children` opens `groups`. They are asked for only when it opens. */
export function ContextMenu({ groups, children }: { groups: () => MenuGroups; children: ReactNode }) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content collisionPadding={8} className={menuClass}>
          <Items groups={groups} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

const Items = ({ groups }: { groups: () => MenuGroups }) => <MenuItems parts={Radix} groups={groups()} />
