import { useInfiniteQuery } from '@tanstack/react-query'
import { Suspense, useEffect } from 'react'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { ToolDialogs } from '@/shared/images/tools/ToolDialogs'
import { useImageContext } from '@/shared/images/use-image-context'
import { useViewer } from '@/shared/images/viewer-state'
import { showSession, useOpenSession } from '@/shared/refine/open'
import { sessionsQuery } from '@/shared/refine/queries'
import { later } from '@/shared/studio/later'
import { SessionView } from './session/SessionView'
import { Start } from './start/Start'
import { useRefineCommands } from './use-commands'
import { useShownSession } from './use-session'

const Viewer = later(() => import('@/shared/images/viewer/Viewer'))

/** A goal goes in, and a judged loop makes the prompt for it better, image by image. */
export default function RefinePage() {
  const context = useImageContext()
  const isOpen = useViewer(({ viewing }) => viewing !== null)
  const id = useOpenSession((state) => state.id)
  const query = useShownSession()
  useNewestSession()
  useRefineCommands(query.data)
  return (
    <>
      {id === null ? <Start /> : query.data ? <SessionView key={query.data.id} session={query.data} /> : query.isError && <QueryFailure query={query} />}
      <Suspense fallback={null}>{isOpen && <Viewer context={context} run={null} />}</Suspense>
      <ToolDialogs context={context} />
    </>
  )
}

/** After a start or a reload the newest session is shown as it stands; where there is none, the way to a first one. */
function useNewestSession(): void {
  const { data, isError } = useInfiniteQuery(sessionsQuery(''))
  const newest = data?.pages[0] && (data.pages[0].sessions[0]?.id ?? null)
  useEffect(() => {
    if (useOpenSession.getState().id !== undefined) return
    if (newest !== undefined) showSession(newest)
    else if (isError) showSession(null)
  }, [newest, isError])
}
