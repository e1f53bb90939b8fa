import { getNonce } from 'get-nonce'
import { Check, ChevronDown } from 'lucide-react'
import { Select as Radix } from 'radix-ui'
import { cx } from './cx'

interface SelectProps<T extends string> {
  id?: string
  'aria-label'?: string
  'aria-describedby'?: string
  value: T
  options: readonly { value: T; label: string; note?: string }[]
  onChange: (value: T) => void
  disabled?: boolean
  className?: string
}

export function Select<T extends string>({ value, options, onChange, disabled, className, ...rest }: SelectProps<T>) {
  return (
    <Radix.Root value={value} onValueChange={(next) => onChange(next as T)} disabled={disabled}>
      <Radix.Trigger
        {...rest}
        className={cx(
          'flex h-[30px] w-full min-w-0 items-center justify-between gap-2 rounded-control border border-line bg-well px-2.5 text-left text-text transition-colors duration-150 hover:border-line-strong disabled:opacity-50',
          className,
        )}
      >
        <span className="min-w-0 truncate">
          <Radix.Value />
        </span>
        <ChevronDown size={14} strokeWidth={1.7} className="shrink-0 text-dim" aria-hidden />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-[min(360px,var(--radix-select-content-available-height))] min-w-[var(--radix-select-trigger-width)] animate-appear overflow-hidden rounded-card border border-line-strong bg-overlay p-1 shadow-overlay"
        >
          <Radix.Viewport nonce={getNonce()}>
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                className="flex h-[30px] items-center gap-2 rounded-control pr-3 pl-2 outline-none data-[highlighted]:bg-press"
              >
                <span className="grid w-4 place-items-center">
                  <Radix.ItemIndicator>
                    <Check size={14} strokeWidth={2} aria-hidden />
                  </Radix.ItemIndicator>
                </span>
                <Radix.ItemText>{option.label}</Radix.ItemText>
                {option.note && <span className="ml-auto pl-4 text-sm text-faint">{option.note}</span>}
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
