import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { RefineSession } from '@/bridge/contract'
import { useAct } from '@/shared/images/use-act'
import { useOpenSession } from '@/shared/refine/open'
import { sessionQuery } from '@/shared/refine/queries'
import { refusalWords } from './session/refusal'

/** The session that is shown, and how it could be had. */
export function useShownSession() {
  const id = useOpenSession((state) => state.id)
  return useQuery({ ...sessionQuery(id ?? ''), enabled: typeof id === 'string' })
}

/** Asks the engine to do something with a session; its answer is shown at once, what it refuses is said in a message. */
export function useSessionAct(): { act: (work: () => Promise<RefineSession>) => Promise<void>; busy: boolean } {
  const client = useQueryClient()
  const { actOnce, busy } = useAct(refusalWords)
  const ask = useCallback(
    (work: () => Promise<RefineSession>) =>
      actOnce(async () => {
        const session = await work()
        client.setQueryData(sessionQuery(session.id).queryKey, session)
        void client.invalidateQueries({ queryKey: ['sessions'] })
      }),
    [actOnce, client],
  )
  return { act: ask, busy }
}
