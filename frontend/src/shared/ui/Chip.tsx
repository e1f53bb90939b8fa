import type { ComponentProps } from 'react'
import { cx } from './cx'

/** One of several small choices; `selected` marks it with the accent. */
export function Chip({ selected, className, ...rest }: ComponentProps<'button'> & { selected?: boolean }) {
  return (
    <button
      type="button"
      aria-pressed={selected ?? undefined}
      {...rest}
      className={cx(
        'h-7 shrink-0 rounded-control border px-2.5 whitespace-nowrap transition-colors duration-150 disabled:opacity-40',
        selected
          ? 'border-accent-line bg-accent-soft text-text'
          : 'border-line text-muted enabled:hover:border-line-strong enabled:hover:text-text',
        className,
      )}
    />
  )
}
