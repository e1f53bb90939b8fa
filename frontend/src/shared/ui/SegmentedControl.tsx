import type { LucideIcon } from 'lucide-react'
import { ToggleGroup } from 'radix-ui'
import { cx } from './cx'
import { keysText } from './Kbd'

interface SegmentedControlProps<T extends string> {
  label: string
  value: T
  options: readonly { value: T; label: string; icon?: LucideIcon; shortcut?: string }[]
  onChange: (value: T) => void
  /** Icons alone; their words are the tooltips. */
  compact?: boolean
  className?: string
}

export function SegmentedControl<T extends string>({ label, value, options, onChange, compact, className }: SegmentedControlProps<T>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        if (next) onChange(next as T)
      }}
      className={cx('inline-flex shrink-0 overflow-hidden rounded-lg border border-line', className)}
    >
      {options.map(({ value: option, label: text, icon: Icon, shortcut }) => (
        <ToggleGroup.Item
          key={option}
          value={option}
          title={compact ? [text, shortcut && keysText(shortcut)].filter(Boolean).join(' · ') : undefined}
          className="flex h-7 items-center gap-1.5 px-2.5 whitespace-nowrap text-muted transition-colors duration-150 -outline-offset-2 hover:text-text data-[state=on]:bg-press data-[state=on]:text-text"
        >
          {Icon && <Icon size={14} strokeWidth={1.7} aria-hidden />}
          {compact ? <span className="sr-only">{text}</span> : text}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
