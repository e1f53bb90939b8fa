import { SlidersHorizontal } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Generation } from '@/bridge/contract'
import { noteText } from '@/shared/parameters/note-text'
import { notesOf } from '@/shared/parameters/notes'
import { Tooltip } from '@/shared/ui/Tooltip'

interface CaptionProps {
  label: string
  generation: Generation
  children: ReactNode
}

/** The quiet line under a picture: whose it is, and in numbers what it took. */
export function Caption({ label, generation, children }: CaptionProps) {
  return (
    <div className="flex h-[37px] shrink-0 items-center gap-2 border-t border-line px-[11px]">
      <span className="min-w-0 truncate font-[550]" title={label}>
        {label}
      </span>
      <span className="ml-auto flex shrink-0 items-center gap-1.5 text-sm whitespace-nowrap text-muted">
        {generation.adjustments.length > 0 && <Adjusted label={label} generation={generation} />}
        {children}
      </span>
    </div>
  )
}

/** That something else was sent than was asked for; what, on hover. */
function Adjusted({ label, generation }: Pick<CaptionProps, 'label' | 'generation'>) {
  const { t, i18n } = useTranslation()
  const row = {
    model: generation.model,
    cost: null,
    calls: 1,
    size: null,
    sent: generation.sent,
    problem: null,
    adjustments: generation.adjustments,
  }
  const lines = notesOf({ models: [row], known_cost: 0, unknown_models: [] }).map((note) =>
    noteText(t, i18n.language, note, () => label),
  )
  if (lines.length === 0) return null
  return (
    <Tooltip label={<span className="whitespace-pre-line">{lines.join('\n')}</span>} side="top">
      <span role="img" aria-label={lines.join('. ')} className="grid size-4 place-items-center text-faint">
        <SlidersHorizontal size={12} strokeWidth={1.7} aria-hidden />
      </span>
    </Tooltip>
  )
}
