import { useCallback } from 'react'
import { bringIn, pickFiles, pickIn } from '@/shared/images/bring-in'
import { useAct } from '@/shared/images/use-act'
import { addSources } from '@/shared/words/sources'
import { useImageContext } from '@/shared/images/use-image-context'

/** Pictures from files, by the system's dialog or as they are given. */
export function useBringIn(): { pick: () => void; take: (files: Promise<readonly File[]>) => void } {
  const context = useImageContext()
  const { act } = useAct()
  const pick = useCallback(
    () => void act(async () => addSources(context.transport === 'window' ? await pickIn('files', context) : await bringIn(await pickFiles(), context))),
    [act, context],
  )
  const take = useCallback((files: Promise<readonly File[]>) => void act(async () => addSources(await bringIn(await files, context))), [act, context])
  return { pick, take }
}
