import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Thumb } from '@/shared/images/Thumb'
import { Kbd } from '@/shared/ui/Kbd'

/** So long they have been in sight before one is preferred: the second of two quick presses is no answer to the next pair. */
const SEEN_MS = 400

/** Pictures to choose from: a click or the number of one prefers it. */
export function BlindCards({ ids, onPrefer }: { ids: readonly string[]; onPrefer: (id: string) => void }) {
  const { t } = useTranslation()
  const list = useRef<HTMLUListElement>(null)
  const [isSeen, setSeen] = useState(false)
  useEffect(() => {
    list.current?.querySelector('button')?.focus({ preventScroll: true })
    const timer = setTimeout(() => setSeen(true), SEEN_MS)
    return () => clearTimeout(timer)
  }, [])
  const choose = (id: string) => isSeen && onPrefer(id)
  const onKeyDown = (event: KeyboardEvent) => {
    const number = Number(event.key)
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])]
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    const id = Number.isInteger(number) ? ids[number - 1] : undefined
    // A key that is held prefers once: the next pair is no answer to it.
    if (event.repeat && id) return event.preventDefault()
    if (id) choose(id)
    else if (step) buttons.at((buttons.indexOf(document.activeElement as HTMLButtonElement) + step) % buttons.length)?.focus()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <ul
      ref={list}
      onKeyDown={onKeyDown}
      className="m-0 grid min-h-0 flex-1 auto-rows-[minmax(180px,1fr)] grid-cols-[repeat(auto-fit,minmax(min(260px,100%),1fr))] gap-3 overflow-y-auto p-1 list-none"
    >
      {ids.map((id, index) => (
        <li key={id} className="min-h-0">
          <button
            type="button"
            aria-disabled={!isSeen}
            onClick={() => choose(id)}
            aria-label={t('choose.prefer', { number: index + 1 })}
            className="relative block size-full overflow-hidden rounded-card border border-line bg-well transition-colors duration-150 hover:border-accent-line"
          >
            <Thumb id={id} size={768} alt="" fit="contain" className="size-full" />
            {index < 9 && (
              <span className="absolute top-2.5 left-2.5 rounded-control bg-[rgb(16_16_16/0.78)] px-2 py-0.5">
                <Kbd keys={String(index + 1)} className="text-white!" />
              </span>
            )}
          </button>
        </li>
      ))}
    </ul>
  )
}
