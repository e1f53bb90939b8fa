import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { call } from '@/bridge/call'
import type { SessionEstimate } from '@/bridge/contract'
import { MAX_GOAL_CHARS, showSession } from '@/shared/refine/open'
import { useOverCap } from '@/shared/refine/caps'
import { newEstimateQuery, newSessionArguments } from '@/shared/refine/queries'
import type { OverCap } from '@/shared/studio/caps'
import { useReadOnly } from '@/shared/studio/queries'
import { useSessionAct } from '../use-session'
import { freshView } from '../state'
import { useRefineDraft, useRoles } from './use-draft'

type Obstacle = 'readOnly' | 'noGoal' | 'tooLong' | 'noModel' | 'noKey'

/** Begins a session: the checklist and the first prompt are written, no picture is made yet. */
export function useStart(): { start: () => void; busy: boolean; why: Obstacle | null; over: OverCap | null; estimate: SessionEstimate | undefined } {
  const { draft, model, change } = useRefineDraft()
  const { defaults } = useRoles(draft)
  const { act, busy } = useSessionAct()
  const isBlocked = (!draft.writer && defaults?.writer_obstacle) || (!draft.judge && defaults?.judge_obstacle)
  const readOnly = useReadOnly()
  const why = readOnly ? 'readOnly' : draft.goal.trim() === '' ? 'noGoal' : draft.goal.length > MAX_GOAL_CHARS ? 'tooLong' : !model?.available ? 'noModel' : isBlocked ? 'noKey' : null
  const { data: estimate } = useQuery(newEstimateQuery(draft, { only_text: true }))
  const over = useOverCap(estimate)
  const start = useCallback(() => {
    if (why || over) return
    void act(async () => {
      const { economy, ...wanted } = newSessionArguments({ ...draft, goal: draft.goal.trim() })
      const session = await call('create_session', { ...wanted, options: { economy }, wait: false })
      freshView()
      showSession(session.id)
      change({ goal: '' })
      return session
    })
  }, [why, over, act, draft, change])
  return { start, busy, why, over, estimate }
}
