import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { call, watchUnanswered } from '@/bridge/call'
import { watchConnection } from '@/bridge/events'
import { noteConnection, useConnection } from '@/shared/studio/connection'
import { flushSettings } from '@/shared/studio/save-settings'
import { dismissToast, toast } from '@/shared/ui/toasts'
import { isSignedOut } from './query-client'

const RETRY_MS = 1500
/** A stream that comes back within this time was not lost. */
const PATIENCE_MS = 2000

/** While the engine is gone, asks for a sign of life until there is one; then everything shown is asked for anew. */
export function useReconnect(): () => Promise<void> {
  const { t } = useTranslation()
  const client = useQueryClient()
  const isGone = useConnection(({ state }) => state === 'gone')

  const turns = useRef({ asked: 0, heard: 0 })
  const said = useRef(0)

  const tryNow = useCallback(async () => {
    const turn = ++turns.current.asked
    const state = await call('studio_info', {}).then(
      () => 'here' as const,
      (error: unknown) => (isSignedOut(error) ? 'signedOut' : 'gone'),
    )
    // What was asked later has been heard of already, and says more.
    if (turn < turns.current.heard) return
    turns.current.heard = turn
    const before = useConnection.getState().state
    noteConnection(state)
    if (state !== 'here' || before === 'here') return
    dismissToast(said.current)
    said.current = toast(t('app.engineBack'))
    await flushSettings(client)
    await client.invalidateQueries()
  }, [client, t])

  useEffect(() => {
    if (!isGone) return
    const timer = setInterval(() => void tryNow(), RETRY_MS)
    return () => clearInterval(timer)
  }, [isGone, tryNow])

  // What was asked for in vain may have been one lost packet: it is asked whether the engine is there.
  useEffect(() => watchUnanswered((method) => void (method !== 'studio_info' && tryNow())), [tryNow])

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const settle = () => {
      clearTimeout(timer)
      timer = undefined
    }
    const stop = watchConnection((isOpen) => {
      if (isOpen) return settle()
      // Each try of a browser to come back fails anew, more often than patience lasts: it counts from the first.
      timer ??= setTimeout(() => {
        settle()
        void tryNow()
      }, PATIENCE_MS)
    })
    return () => {
      settle()
      stop()
    }
  }, [tryNow])

  return tryNow
}
