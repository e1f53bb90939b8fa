import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cx } from './cx'
import { Tooltip } from './Tooltip'

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label'> {
  /** Said to screen readers and shown as the tooltip. */
  label: string
  icon: LucideIcon
  /** As in `Kbd`, e.g. `mod+k`. */
  shortcut?: string
  /** A toggle that is on. */
  active?: boolean
  size?: 'sm' | 'md'
  /** `glass` lies on a picture. */
  variant?: 'quiet' | 'glass'
  tooltipSide?: 'top' | 'right' | 'bottom' | 'left'
}

const VARIANTS = {
  quiet: 'text-muted enabled:hover:bg-raised enabled:hover:text-text',
  glass: 'border border-white/10 bg-[rgb(16_16_16/0.78)] text-white backdrop-blur-sm enabled:hover:bg-[rgb(40_40_40/0.9)]',
}

export function IconButton({
  label,
  icon: Icon,
  shortcut,
  active,
  size = 'md',
  variant = 'quiet',
  tooltipSide = 'bottom',
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={label} shortcut={shortcut} side={tooltipSide}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-pressed={active}
        className={cx(
          'grid shrink-0 place-items-center transition-colors duration-150 disabled:opacity-40',
          size === 'sm' ? 'size-[26px] rounded-control' : 'size-[30px] rounded-lg',
          VARIANTS[variant],
          active && variant === 'quiet' && 'bg-raised text-text',
          className,
        )}
      >
        <Icon size={size === 'sm' ? 14 : 16} strokeWidth={1.7} aria-hidden />
      </button>
    </Tooltip>
  )
}
