import { useQuery } from '@tanstack/react-query'
import type { Run } from '@/bridge/contract'
import { runQuery } from '@/shared/jobs/queries'
import { useCanvas } from './canvas-state'

export function useShownRun(): Run | undefined {
  const runId = useCanvas((canvas) => canvas.runId)
  return useQuery({ ...runQuery(runId ?? ''), enabled: runId !== null }).data
}
