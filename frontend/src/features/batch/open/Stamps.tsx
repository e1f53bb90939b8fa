import { Star } from 'lucide-react'
import type { BatchTask } from '@/bridge/contract'
import { TinyThumb } from '@/shared/images/TinyThumb'
import { isFavourite, picturesOf } from './use-tasks'

const MOST = 4

/** The pictures of a task, the size of stamps; favourites bear their star. */
export function Stamps({ task, size }: { task: BatchTask; size: number }) {
  const pictures = picturesOf(task)
  return (
    <span className="flex gap-1">
      {pictures.slice(0, MOST).map((id, index) => (
        <span key={id} className="relative shrink-0 overflow-hidden rounded border border-line" style={{ width: size, height: size }}>
          <TinyThumb id={id} width={size - 2} height={size - 2} />
          {isFavourite(task, index, id) && (
            <span className="absolute right-0 bottom-0 grid size-3.5 place-items-center rounded-tl bg-black/75 text-accent">
              <Star size={9} fill="currentColor" aria-hidden />
            </span>
          )}
        </span>
      ))}
      {pictures.length > MOST && <span className="self-center text-xs text-faint tabular-nums">+{pictures.length - MOST}</span>}
    </span>
  )
}
