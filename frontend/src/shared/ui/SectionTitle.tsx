import type { ReactNode } from 'react'

/** The small capitals above a group, with something quiet at the right, e.g. “5 of 9”. */
export function SectionTitle({ children, aside }: { children: ReactNode; aside?: ReactNode }) {
  return (
    <div className="mb-2 flex min-w-0 items-baseline justify-between gap-2">
      <h3 className="m-0 min-w-0 truncate text-xs font-semibold tracking-[0.06em] text-muted uppercase" title={typeof children === 'string' ? children : undefined}>
        {children}
      </h3>
      {aside && <span className="shrink-0 text-sm text-faint">{aside}</span>}
    </div>
  )
}
