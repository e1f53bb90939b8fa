import { lazy, Suspense, useMemo } from 'react'
import { useQuery } from '@tanstack/react-query'
import { SelectionBar } from '@/shared/images/selection/SelectionBar'
import { useImages } from '@/shared/images/queries'
import { ToolDialogs } from '@/shared/images/tools/ToolDialogs'
import { useViewer } from '@/shared/images/viewer-state'
import { runQuery } from '@/shared/jobs/queries'
import { DetailPanel } from './detail/DetailPanel'
import { LibraryDrop } from './LibraryDrop'
import { clearSelection, useGrid } from './grid/grid-state'
import { LibraryGrid } from './grid/LibraryGrid'
import { LibraryHeader } from './look/LibraryHeader'
import { useLook } from './look/look-state'
import { useFreshLibrary } from './queries'
import { useLibraryCommands } from './use-commands'
import { useImageContext } from './use-image-context'

const Viewer = lazy(() => import('@/shared/images/viewer/Viewer'))

/** Every picture ever made or brought in. */
export default function LibraryPage() {
  useFreshLibrary()
  useLibraryCommands()
  const detail = useLook((state) => state.detail)
  return (
    <div data-toasts="edge" className="flex h-full min-w-0 flex-col">
      <LibraryHeader />
      <div className="relative flex min-h-0 flex-1">
        <div className="relative flex min-w-0 flex-1">
          <LibraryGrid />
          <Chosen />
        </div>
        {detail && <DetailPanel />}
      </div>
      <LibraryDrop />
      <OpenViewer />
    </div>
  )
}

/** The bar of what is chosen. */
function Chosen() {
  const context = useImageContext()
  const selected = useGrid((grid) => grid.selected)
  const ids = useMemo(() => [...selected], [selected])
  const images = useImages(ids)
  if (ids.length === 0) return null
  return <SelectionBar count={ids.length} target={{ images, generation: null, run: null, among: ids }} context={context} onClear={clearSelection} />
}

function OpenViewer() {
  const context = useImageContext()
  const viewing = useViewer((state) => state.viewing)
  const [image] = useImages(useMemo(() => viewing?.shown.slice(-1) ?? [], [viewing]))
  const run = useQuery({ ...runQuery(image?.run_id ?? ''), enabled: !!image?.run_id })
  return (
    <>
      <Suspense fallback={null}>{viewing && <Viewer context={context} run={run.data ?? null} />}</Suspense>
      <ToolDialogs context={context} />
    </>
  )
}
