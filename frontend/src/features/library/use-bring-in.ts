import { useCallback } from 'react'
import { bringIn, pickFiles, pickIn } from '@/shared/images/bring-in'
import { useAct } from '@/shared/images/use-act'
import { useGrid } from './grid/grid-state'
import { showAll, useLook, filtersOf } from './look/look-state'
import { useImageContext } from './use-image-context'

/** Brings pictures in, by the system's dialog or a drop, and chooses them in the grid. */
export function useBringIn(): { take: (files: Promise<readonly File[]>) => void; pick: (what: 'files' | 'folder') => void } {
  const context = useImageContext()
  const { act } = useAct()
  const choose = (ids: readonly string[]) => {
    if (ids.length === 0) return
    if (filtersOf(useLook.getState().look).length > 0) showAll()
    useGrid.setState({ selected: new Set(ids), anchor: null })
  }
  const take = useCallback((files: Promise<readonly File[]>) => void act(async () => choose(await bringIn(await files, context))), [act, context])
  const pick = useCallback(
    (what: 'files' | 'folder') =>
      void act(async () => choose(context.transport === 'window' ? await pickIn(what, context) : await bringIn(await pickFiles({ folder: what === 'folder' }), context))),
    [act, context],
  )
  return { take, pick }
}
