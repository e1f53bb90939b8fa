import { useEffect, useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { RefineIteration, RefineSession } from '@/bridge/contract'
import { withPictures } from '../session/facts'
import { IterationCard } from './IterationCard'

/** All pictures from first to last, with what became of each. ← and → go from one to the next. */
export function Strip({ session, shown }: { session: RefineSession; shown: RefineIteration | undefined }) {
  const { t } = useTranslation()
  const place = useRef<HTMLUListElement>(null)
  const count = session.iterations.length
  useEffect(() => {
    place.current?.lastElementChild?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [count])
  const among = withPictures(session).map(({ image }) => image)
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (!step) return
    const cards = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-iteration]')]
    const next = cards[cards.indexOf(document.activeElement as HTMLElement) + step]
    if (!next) return
    event.preventDefault()
    next.focus()
    next.click()
  }
  return (
    <ul ref={place} data-scrolls aria-label={t('refine.strip')} onKeyDown={onKeyDown} className="m-0 flex shrink-0 list-none gap-2.5 overflow-x-auto px-4 pt-3.5 pb-2.5">
      {session.iterations.map((iteration) => (
        <IterationCard key={iteration.index} session={session} iteration={iteration} isShown={iteration.index === shown?.index} among={among} />
      ))}
    </ul>
  )
}
