import { useSuspenseQueries } from '@tanstack/react-query'
import { Suspense, useDeferredValue, useEffect, useRef } from 'react'
import { useNavigation } from '@/shared/studio/navigation'
import { useMoneyOfSettings } from '@/shared/studio/money'
import { settingsQuery, studioInfoQuery } from '@/shared/studio/queries'
import { Banners } from './Banners'
import { ErrorBoundary } from './ErrorBoundary'
import { useAppearance } from './appearance'
import { useKeptEnds } from './use-kept-ends'
import { useLiveEvents } from './live-events'
import { Rail } from './Rail'
import { TopBar } from './TopBar'
import { WORKSPACES } from './workspaces'
import { Overlays } from './Overlays'

export function Shell() {
  useSuspenseQueries({ queries: [studioInfoQuery, settingsQuery] })
  useAppearance()
  useMoneyOfSettings()
  useLiveEvents()
  useKeptEnds()
  // The old place stays until the new one has loaded.
  const place = useDeferredValue(useNavigation((state) => state.place))
  const main = useRef<HTMLElement>(null)
  useEffect(() => {
    // The next Tab goes on in the new place, not at the window's edge.
    if (document.activeElement === document.body) main.current?.focus({ preventScroll: true })
  }, [place])
  const Page = (WORKSPACES.find((workspace) => workspace.id === place) ?? WORKSPACES[0])?.page
  return (
    <div className="flex h-full flex-col">
      <TopBar />
      <Banners />
      <div className="flex min-h-0 flex-1">
        <Rail />
        <main ref={main} tabIndex={-1} className="min-w-0 flex-1 outline-none">
          <Suspense fallback={null}>
            <ErrorBoundary key={place}>{Page && <Page />}</ErrorBoundary>
          </Suspense>
        </main>
      </div>
      <Overlays />
    </div>
  )
}
