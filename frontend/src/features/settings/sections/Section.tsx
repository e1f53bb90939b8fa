import type { ReactNode } from 'react'
import { useId } from 'react'
import { SectionTitle } from '@/shared/ui/SectionTitle'

/** Settings that belong together; a title where a page has several such groups. */
export function Section({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <div className={title ? 'mt-6' : 'mt-4'}>
      {title && <SectionTitle>{title}</SectionTitle>}
      <div className="overflow-hidden rounded-card border border-line bg-panel">{children}</div>
    </div>
  )
}

interface RowProps {
  label: string
  hint?: string
  /** A control gets the id that its label points to; a plain value needs none. */
  children: ReactNode | ((ids: { id: string; 'aria-describedby': string | undefined }) => ReactNode)
}

/** One setting: its name and what it does at the left, its control at the right. */
export function Row({ label, hint, children }: RowProps) {
  const id = useId()
  const hintId = hint && `${id}-hint`
  const isControl = typeof children === 'function'
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-6 gap-y-2 border-b border-line px-3.5 py-3 last:border-b-0">
      <div className="min-w-52 flex-1">
        {isControl ? <label htmlFor={id}>{label}</label> : <span>{label}</span>}
        {hint && (
          <p id={hintId} className="m-0 mt-0.5 text-sm text-faint">
            {hint}
          </p>
        )}
      </div>
      <div className="flex min-w-0 justify-end">{isControl ? children({ id, 'aria-describedby': hintId }) : children}</div>
    </div>
  )
}
