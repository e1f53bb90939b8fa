import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import i18next from 'i18next'
import { StudioError } from '@/bridge/call'
import { showNewestRun } from '@/features/compare/canvas/newest-run'
import { modelsQuery } from '@/shared/models/queries'
import { spokenBy } from './appearance'
import { noteConnection } from '@/shared/studio/connection'
import { nearestLanguage, speak } from '@/i18n'
import { settingsQuery, spendQuery, studioInfoQuery } from '@/shared/studio/queries'

const isGone = (error: unknown) => error instanceof StudioError && error.code === 'engine_gone'
export const isSignedOut = (error: unknown) => error instanceof StudioError && error.details.status === 401

function noticeGone(error: unknown): void {
  if (isGone(error)) noteConnection(isSignedOut(error) ? 'signedOut' : 'gone')
}

/** The engine is on this machine and tells by events what changed: nothing goes stale by time, nothing waits for a network. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: noticeGone }),
    mutationCache: new MutationCache({ onError: noticeGone }),
    defaultOptions: {
      queries: {
        staleTime: Infinity,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: 'always',
        retry: (failures, error) => isGone(error) && !isSignedOut(error) && failures < 60,
        retryDelay: (failures) => Math.min(200 * 2 ** failures, 2000),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}

/** In the user's language from the first word on. */
async function speakEarly(client: QueryClient): Promise<void> {
  const known = Promise.all([client.query(studioInfoQuery), client.query(settingsQuery)])
  const spoken = known.then(([info, settings]) => spokenBy(settings.language, info))
  // Who draws them meets the error, and shows it in the browser's language.
  await speak(await spoken.catch(() => nearestLanguage(navigator.language)))
}

/** Those that the language is written in: else its text is drawn twice, and what is below it shifts. */
const loadLetters = () => document.fonts.load("1em 'Inter Variable'", `A${i18next.t('app.engineBack')}`)

/** What the first screen can be drawn without is waited for so long: drawn once is drawn sooner than drawn bit by bit. */
const WHOLE_MS = 500

/** Asks for what the first screen needs, and waits for what it cannot be drawn without, or for that to have failed. */
export async function askEarly(client: QueryClient): Promise<void> {
  // Who draws them meets the error and shows it.
  const spoken = speakEarly(client)
  const whole = Promise.allSettled([client.query(modelsQuery), showNewestRun(client), client.query(spendQuery), spoken.then(loadLetters)])
  await Promise.all([spoken, Promise.race([whole, new Promise((enough) => setTimeout(enough, WHOLE_MS))])])
}
