import { lazy } from 'react'
import { isBack } from '@/bridge/call'

/** As React's `lazy`, but what cannot be fetched while the engine does not answer is waited for, and comes when that is back. */
export const later: typeof lazy = (load) => lazy(() => load().catch(() => loadOnceItAnswers(load)))

async function loadOnceItAnswers<T>(load: () => Promise<T>): Promise<T> {
  await isBack()
  return load()
}
