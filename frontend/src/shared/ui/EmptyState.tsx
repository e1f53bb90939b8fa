import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

interface EmptyStateProps {
  icon?: LucideIcon
  title: string
  text?: ReactNode
  children?: ReactNode
}

export function EmptyState({ icon: Icon, title, text, children }: EmptyStateProps) {
  return (
    <div className="grid min-h-full grid-cols-[minmax(0,1fr)] place-items-center p-6 text-center">
      <div className="flex max-w-[min(520px,100%)] flex-col items-center gap-2">
        {Icon && <Icon size={28} strokeWidth={1.4} aria-hidden className="mb-1 text-dim" />}
        <h2 className="m-0 text-lg font-semibold">{title}</h2>
        {text && <p className="m-0 max-w-[420px] [overflow-wrap:anywhere] text-muted">{text}</p>}
        {children && <div className="mt-2 flex max-w-full flex-wrap justify-center gap-2">{children}</div>}
      </div>
    </div>
  )
}
