import type { ReactNode } from 'react'
import { cx } from '@/shared/ui/cx'

/** A few words on the corner of a picture. */
export function Tag({ className, children }: { className: string; children: ReactNode }) {
  return (
    <span
      className={cx(
        'pointer-events-none absolute bottom-2 max-w-[45%] truncate rounded-control bg-[rgb(16_16_16/0.78)] px-2 py-1 text-sm text-white tabular-nums',
        className,
      )}
    >
      {children}
    </span>
  )
}
