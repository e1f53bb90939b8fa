import { Pencil, Server } from 'lucide-react'
import type { ProviderInfo } from '@/bridge/contract'

export function ProviderMark({ provider }: { provider: ProviderInfo }) {
  const Icon = provider.needs_key ? null : provider.url_editable ? Server : Pencil
  return (
    <span aria-hidden className="grid size-[30px] place-items-center rounded-lg border border-line bg-panel font-semibold text-muted">
      {Icon ? <Icon size={15} strokeWidth={1.7} /> : provider.label.slice(0, 1)}
    </span>
  )
}
