import { Popover as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from './cx'

interface PopoverProps {
  /** The button that opens it. */
  trigger: ReactNode
  children: ReactNode
  open?: boolean
  onOpenChange?: (open: boolean) => void
  side?: 'top' | 'right' | 'bottom' | 'left'
  align?: 'start' | 'center' | 'end'
  label?: string
  className?: string
}

export function Popover({ trigger, children, open, onOpenChange, side = 'bottom', align = 'center', label, className }: PopoverProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          // What closed it may have led the focus on already, e.g. to the prompt.
          onCloseAutoFocus={(event) => document.activeElement !== document.body && event.preventDefault()}
          className={cx(
            'z-50 max-h-[var(--radix-popover-content-available-height)] animate-appear overflow-auto rounded-[11px] border border-line-strong bg-overlay p-3 shadow-overlay outline-none',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
