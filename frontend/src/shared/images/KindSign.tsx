import { Crop, Grid2x2, Scissors, type LucideIcon } from 'lucide-react'
import type { Image } from '@/bridge/contract'

const ICONS: Partial<Record<Image['kind'] | 'converted', LucideIcon>> = { split: Grid2x2, cut_out: Scissors, converted: Crop }

/** What was made of a picture, as a sign on its corner; nothing on those that were not made of another. */
export function KindSign({ kind }: { kind: Image['kind'] }) {
  return <Sign icon={ICONS[kind]} />
}

function Sign({ icon: Icon }: { icon: LucideIcon | undefined }) {
  return (
    Icon && (
      <span className="absolute right-0.5 bottom-0.5 grid size-[14px] place-items-center rounded-[3px] bg-[rgb(16_16_16/0.78)] text-white">
        <Icon size={9} strokeWidth={1.8} aria-hidden />
      </span>
    )
  )
}
