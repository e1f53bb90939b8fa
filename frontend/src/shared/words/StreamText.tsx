import { useEffect, useRef } from 'react'
import { cx } from '@/shared/ui/cx'
import { listenToWords, seedWords, streamedText } from './streams'

/** So near to the end, in CSS pixels, one is reading along. */
const NEAR = 24

interface StreamTextProps {
  id: string
  /** What is known of it where nothing was heard yet. */
  text: string
  label: string
  className?: string
}

/**
 * A text that is being written. What comes in a frame is appended at once, to the last paragraph alone, so that a long text costs
 * no more than a short one. It scrolls along until the reader scrolls up.
 */
export function StreamText({ id, text, label, className }: StreamTextProps) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = place.current
    if (!element) return
    seedWords(id, text)
    let waiting: string | null = null
    let frame = 0
    let follows = true
    const write = () => {
      frame = 0
      if (waiting === null) element.replaceChildren()
      append(element, waiting ?? streamedText(id))
      waiting = ''
      if (follows) element.scrollTop = element.scrollHeight
    }
    const hear = (piece: string | null) => {
      waiting = piece === null || waiting === null ? null : waiting + piece
      frame ||= requestAnimationFrame(write)
    }
    const watch = () => {
      follows = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR
    }
    write()
    const leave = listenToWords(id, hear)
    element.addEventListener('scroll', watch, { passive: true })
    return () => {
      leave()
      cancelAnimationFrame(frame)
      element.removeEventListener('scroll', watch)
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `text` only starts what has not been heard of
  }, [id])
  return (
    <div
      ref={place}
      role="log"
      aria-label={label}
      aria-live="off"
      tabIndex={0}
      data-selectable
      className={cx('overflow-y-auto whitespace-pre-wrap [overflow-anchor:none] [overflow-wrap:anywhere]', className)}
    />
  )
}

/** Paragraph by paragraph: each is laid out by itself. */
function append(element: HTMLElement, words: string): void {
  words.split('\n').forEach((line, index) => {
    if (index > 0 || !element.lastChild) element.append(paragraph())
    const last = element.lastChild?.firstChild as Text | null
    if (line) last?.appendData(line)
  })
}

function paragraph(): HTMLElement {
  const element = document.createElement('p')
  element.className = 'm-0 min-h-[1lh]'
  element.append(document.createTextNode(''))
  return element
}
