import { useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { useSetting } from '@/shared/studio/queries'
import { saveSettings } from '@/shared/studio/save-settings'
import { HistoryPanel } from './HistoryPanel'

/** Below this width the history lies over the canvas instead of beside it. */
const NARROW = '(max-width: 1239px)'

/** At the right when it is open; remembered. On narrow windows it lies on top and goes when a run is taken. */
export function HistoryAside() {
  const client = useQueryClient()
  const open = useSetting('history_open')
  const narrow = useMatches(NARROW)
  if (!open) return null
  const close = () => saveSettings(client, { history_open: false })
  if (!narrow) {
    return (
      <aside className="w-[264px] shrink-0 border-l border-line">
        <HistoryPanel />
      </aside>
    )
  }
  return (
    <aside
      className="absolute inset-y-0 right-0 z-20 w-[264px] animate-appear border-l border-line shadow-overlay"
      onKeyDown={(event) => {
        if (event.key === 'Escape') close()
      }}
    >
      <HistoryPanel onTaken={close} />
    </aside>
  )
}

function useMatches(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => window.matchMedia(query).matches,
  )
}
