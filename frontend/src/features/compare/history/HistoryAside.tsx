import { useEffect, useRef, type ReactNode } from 'react'
import { leaveFocus } from '@/shared/ui/return-focus'
import { HistoryPanel } from './HistoryPanel'
import { useHistoryOpen } from './use-history-open'

/** Beside the canvas where there is room; on narrow windows on top of it, gone when a run is taken. */
export function HistoryAside({ hasLines }: { hasLines: boolean }) {
  const { open, narrow, toggle } = useHistoryOpen()
  if (!open) return null
  if (!narrow) {
    return (
      <aside className="w-[264px] shrink-0 border-l border-line">
        {hasLines && <HistoryPanel />}
      </aside>
    )
  }
  return <OnTop onClose={toggle}>{hasLines && <HistoryPanel onTaken={toggle} onClose={toggle} />}</OnTop>
}

function OnTop({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const aside = useRef<HTMLElement>(null)
  useEffect(() => {
    const element = aside.current
    return () => {
      if (element && document.activeElement === document.body) leaveFocus(element)
    }
  }, [])
  return (
    <aside
      ref={aside}
      className="absolute inset-y-0 right-0 z-20 w-[264px] animate-appear border-l border-line shadow-overlay"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      {children}
    </aside>
  )
}
