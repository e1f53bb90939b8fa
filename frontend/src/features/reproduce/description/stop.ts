import type { QueryClient } from '@tanstack/react-query'
import { call } from '@/bridge/call'
import { isWriting, reproductionQuery } from '@/shared/words/queries'
import { currentSource } from '../state'

/** What was said until then is kept. It may have ended by itself meanwhile: then there is nothing to stop. */
export const stop = (id: string): void => void call('cancel', { id }).catch(() => null)

export function stopShown(client: QueryClient): void {
  const id = currentSource()?.reproduction
  const row = id && client.getQueryData(reproductionQuery(id).queryKey)
  if (row && isWriting(row)) stop(row.id)
}
