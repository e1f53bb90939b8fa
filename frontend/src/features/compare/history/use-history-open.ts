import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useSyncExternalStore } from 'react'
import { create } from 'zustand'
import { useSetting } from '@/shared/studio/queries'
import { saveSettings } from '@/shared/studio/save-settings'

/** Below this width the history lies over the canvas. */
const NARROW = window.matchMedia('(max-width: 1239px)')
/** Over the canvas it is opened for one look, and not remembered. */
const useOverlay = create<{ open: boolean }>(() => ({ open: false }))

function subscribe(changed: () => void): () => void {
  NARROW.addEventListener('change', changed)
  return () => NARROW.removeEventListener('change', changed)
}

export function useHistoryOpen(): { open: boolean; narrow: boolean; toggle: () => void } {
  const client = useQueryClient()
  const remembered = useSetting('history_open')
  const overlay = useOverlay(({ open }) => open)
  const narrow = useSyncExternalStore(subscribe, () => NARROW.matches)
  const open = narrow ? overlay : remembered
  const toggle = useCallback(() => {
    if (narrow) useOverlay.setState({ open: !open })
    else saveSettings(client, { history_open: !open })
  }, [client, narrow, open])
  return { open, narrow, toggle }
}
