import { useQuery } from '@tanstack/react-query'
import { runQuery } from '@/shared/jobs/queries'
import { useCanvas } from './canvas-state'

export function useShownRun() {
  const runId = useCanvas((canvas) => canvas.runId)
  return useQuery({ ...runQuery(runId ?? ''), enabled: runId !== null })
}
