import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { call } from '@/bridge/call'
import type { RefineSession } from '@/bridge/contract'
import { sessionQuery } from '@/shared/refine/queries'
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

export function useMakeImage({ id }: Pick<RefineSession, 'id'>): { make: () => void; busy: boolean } {
  const { act, busy } = useSessionAct()
  const make = useCallback(() => {
    look(null)
    void act(() => call('generate_first', { session_id: id }))
  }, [act, id])
  return { make, busy }
}

/** After a halt: what was at work goes on where it stood. */
export function useResume({ id, iterations }: Pick<RefineSession, 'id' | 'iterations'>): { resume: () => void; busy: boolean } {
  const { act, busy } = useSessionAct()
  // Only the first image was asked for: no more are made than that.
  const wantsFirst = iterations.length === 1 && iterations[0]?.standing === 'waiting'
  const resume = useCallback(() => void act(() => (wantsFirst ? call('generate_first', { session_id: id }) : call('run_session', { session_id: id }))), [act, wantsFirst, id])
  return { resume, busy }
}

/** So many more, with what the user just said taken along. */
export function useGoOn({ id }: Pick<RefineSession, 'id'>): { goOn: () => void; say: () => void; busy: boolean } {
  const client = useQueryClient()
  const { act, busy } = useSessionAct()
  const tell = useCallback(async (): Promise<RefineSession | undefined> => {
    const text = (useAhead.getState().feedback[id] ?? '').trim()
    if (text === '') return undefined
    const told = await call('add_feedback', { session_id: id, text })
    putFeedback(id, '')
    return told
  }, [id])
  const say = useCallback(() => void act(async () => (await tell()) ?? (await client.query(sessionQuery(id)))), [act, tell, client, id])
  const goOn = useCallback(() => {
    look(null)
    void act(async () => {
      await tell()
      const { more } = useAhead.getState()
      return call('run_session', { session_id: id, iterations_count: more[id] ?? null })
    })
  }, [act, tell, id])
  return { goOn, say, busy }
}

export function useAccept({ id }: Pick<RefineSession, 'id'>): { accept: (index: number) => void; busy: boolean } {
  const { act, busy } = useSessionAct()
  const accept = useCallback((index: number) => void act(() => call('accept_iteration', { session_id: id, index })), [act, id])
  return { accept, busy }
}
