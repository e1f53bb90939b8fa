import { useQuery } from '@tanstack/react-query'
import type { Reproduction } from '@/bridge/contract'
import { reproductionQuery } from '@/shared/words/queries'
import { useCurrent } from './state'

/** The description that is shown. */
export function useShown(): Reproduction | undefined {
  const id = useCurrent()?.reproduction ?? null
  return useQuery({ ...reproductionQuery(id ?? ''), enabled: id !== null }).data
}
