import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cx } from './cx'
import { Spinner } from './Spinner'

const VARIANTS = {
  primary: 'bg-accent text-accent-ink font-semibold border-transparent enabled:hover:bg-accent-hover',
  plain: 'bg-panel text-text border-line-strong enabled:hover:bg-raised enabled:active:bg-press',
  quiet: 'bg-transparent text-muted border-transparent enabled:hover:bg-raised enabled:hover:text-text',
  danger: 'bg-panel text-bad border-line-strong enabled:hover:bg-bad-soft enabled:hover:border-bad-soft-line',
}

const SIZES = {
  sm: 'h-[26px] px-2.5 gap-1.5 text-sm',
  md: 'h-[30px] px-3 gap-2',
  lg: 'h-9 px-4 gap-2.5',
}

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: keyof typeof VARIANTS
  size?: keyof typeof SIZES
  icon?: LucideIcon
  /** Work of this button is under way: it shows so and takes no press. */
  busy?: boolean
}

export function Button({ variant = 'plain', size = 'md', icon: Icon, busy, className, children, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={cx(
        'inline-flex shrink-0 items-center justify-center rounded-control border whitespace-nowrap transition-colors duration-150 disabled:opacity-50',
        VARIANTS[variant],
        SIZES[size],
        className,
      )}
    >
      {busy ? <Spinner /> : Icon && <Icon size={15} strokeWidth={1.7} aria-hidden className="shrink-0" />}
      {children}
    </button>
  )
}
