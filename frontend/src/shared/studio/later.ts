import { lazy } from 'react'
import { call, StudioError } from '@/bridge/call'

const PAUSE_MS = 1500

/** As React's `lazy`, but what cannot be fetched while the engine does not answer is waited for, and comes when that is back. */
export const later: typeof lazy = (load) => lazy(() => load().catch(() => loadOnceItAnswers(load)))

async function loadOnceItAnswers<T>(load: () => Promise<T>): Promise<T> {
  while (!(await answers())) await new Promise((wake) => setTimeout(wake, PAUSE_MS))
  return load()
}

const answers = () =>
  call('studio_info', {}).then(
    () => true,
    (error: unknown) => !(error instanceof StudioError && error.code === 'engine_gone'),
  )
