import type { LucideIcon } from 'lucide-react'
import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx'

interface BannerProps {
  kind?: 'warn' | 'bad'
  icon?: LucideIcon
  children: ReactNode
  actions?: ReactNode
}

/** A lasting message; `bad` for what hinders work, `warn` for what the user should know. */
export function Banner({ kind = 'warn', icon: Icon = TriangleAlert, children, actions }: BannerProps) {
  return (
    <div
      role={kind === 'bad' ? 'alert' : 'status'}
      className={cx(
        'flex flex-wrap items-center justify-end gap-x-2.5 gap-y-1.5 rounded-[9px] border px-3 py-2',
        kind === 'bad' ? 'border-bad-soft-line bg-bad-soft text-bad' : 'border-accent-soft-line bg-accent-soft text-accent-text',
      )}
    >
      <div className="flex min-w-0 flex-1 basis-80 items-center gap-2.5">
        <Icon size={15} strokeWidth={1.7} aria-hidden className="shrink-0" />
        <div className="min-w-0 flex-1" data-selectable>
          {children}
        </div>
      </div>
      {actions}
    </div>
  )
}
