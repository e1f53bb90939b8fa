import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { call } from '@/bridge/call'
import type { RefineSession, SessionEstimate } from '@/bridge/contract'
import { useOverCap } from '@/shared/refine/caps'
import { useEstimate } from '@/shared/refine/estimate'
import { sessionQuery } from '@/shared/refine/queries'
import type { OverCap } from '@/shared/studio/caps'
import { useReadOnly } from '@/shared/studio/queries'
import { look } from '../state'
import { useSessionAct } from '../use-session'
import { putFeedback, useAhead } from './ahead'

/** The engine's limit of images in one session. */
export const MOST_IMAGES = 16

/** Its newest prompt has no image yet, or there is no prompt. */
export function isOpenEnded({ iterations }: Pick<RefineSession, 'iterations'>): boolean {
  const last = iterations.at(-1)
  return !last || (last.image === null && last.standing === 'waiting')
}

export const stopSession = (id: string): void => void call('cancel', { id }).catch(() => null)

/** A press that costs: what it would come to, and the cap that it would go over, which keeps it from being made. */
interface Priced {
  busy: boolean
  estimate: SessionEstimate | undefined
  over: OverCap | null
}

export function useMakeImage(session: RefineSession | undefined): Priced & { make: () => void; isHeld: boolean } {
  const { act, busy } = useSessionAct()
  const estimate = useEstimate(session, 'first')
  const over = useOverCap(estimate)
  const id = session?.id ?? ''
  const own = session && session.iterations.length > 1 ? session.iterations.length - 1 : null
  // Whether it is paid for a second time is asked above.
  const isHeld = useReadOnly() || over !== null || session?.unknown_attempt != null
  const make = useCallback(() => {
    if (isHeld) return
    look(own)
    void act(() => call('generate_first', { session_id: id }))
  }, [act, id, isHeld, own])
  return { make, busy, estimate, over, isHeld }
}

/** After a halt: what was at work goes on where it stood. */
export function useResume(session: RefineSession): Priced & { resume: () => void } {
  const { act, busy } = useSessionAct()
  const { id, iterations } = session
  // Only the first image was asked for: no more are made than that.
  const wantsFirst = iterations.length === 1 && iterations[0]?.standing === 'waiting'
  const estimate = useEstimate(session, wantsFirst ? 'first' : 'run')
  const over = useOverCap(estimate)
  const resume = useCallback(() => void act(() => (wantsFirst ? call('generate_first', { session_id: id }) : call('run_session', { session_id: id }))), [act, wantsFirst, id])
  return { resume, busy, estimate, over }
}

/** How many more are wanted, and what that comes to with what is being said. */
function useMore(session: RefineSession | undefined) {
  const left = MOST_IMAGES - (session?.iterations.length ?? 0)
  const count = useAhead((state) => Math.min(left, state.more[session?.id ?? ''] ?? session?.iterations_count ?? 1))
  const says = useAhead((state) => (state.feedback[session?.id ?? ''] ?? '').trim() !== '')
  const estimate = useEstimate(left > 0 ? session : undefined, 'run', Math.max(1, count), says)
  const over = useOverCap(estimate)
  // All passes, or what fails is locked: without a new word there is nothing to mend.
  return { left, count, estimate, over, isIdle: estimate !== undefined && estimate.images === 0 }
}

/** So many more, with what the user just said taken along. */
export function useGoOn(session: RefineSession | undefined): Priced & { goOn: () => void; say: () => void; left: number; count: number; isIdle: boolean } {
  const client = useQueryClient()
  const { act, busy } = useSessionAct()
  const more = useMore(session)
  const id = session?.id ?? ''
  const isHeld = useReadOnly() || more.over !== null || more.isIdle || more.left === 0
  const tell = useCallback(async (): Promise<RefineSession | undefined> => {
    const text = (useAhead.getState().feedback[id] ?? '').trim()
    if (text === '') return undefined
    const told = await call('add_feedback', { session_id: id, text })
    putFeedback(id, '')
    return told
  }, [id])
  const say = useCallback(() => void act(async () => (await tell()) ?? (await client.query(sessionQuery(id)))), [act, tell, client, id])
  const goOn = useCallback(() => {
    if (isHeld) return
    look(null)
    void act(async () => {
      await tell()
      return call('run_session', { session_id: id, iterations_count: more.count })
    })
  }, [act, tell, id, isHeld, more.count])
  return { goOn, say, busy, ...more }
}

export function useAccept({ id }: Pick<RefineSession, 'id'>): { accept: (index: number) => void; busy: boolean } {
  const { act, busy } = useSessionAct()
  const accept = useCallback((index: number) => void act(() => call('accept_iteration', { session_id: id, index })), [act, id])
  return { accept, busy }
}
