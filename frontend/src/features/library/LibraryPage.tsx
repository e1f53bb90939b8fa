import { Suspense, useMemo, type ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import { SelectionBar } from '@/shared/images/selection/SelectionBar'
import { useImages } from '@/shared/images/queries'
import { ToolDialogs } from '@/shared/images/tools/ToolDialogs'
import { useViewer } from '@/shared/images/viewer-state'
import { runQuery } from '@/shared/jobs/queries'
import { later } from '@/shared/studio/later'
import { DetailPanel } from './detail/DetailPanel'
import { LibraryDrop } from './LibraryDrop'
import { clearSelection, useGrid } from './grid/grid-state'
import { LibraryGrid } from './grid/LibraryGrid'
import { LibraryHeader } from './look/LibraryHeader'
import { useLook } from './look/look-state'
import { useFreshLibrary } from './queries'
import { useLibraryCommands } from './use-commands'
import { useImageContext } from './use-image-context'

const Viewer = later(() => import('@/shared/images/viewer/Viewer'))

/** Every picture ever made or brought in. */
export default function LibraryPage() {
  useFreshLibrary()
  useLibraryCommands()
  return (
    <div data-toasts="edge" className="flex h-full min-w-0 flex-col">
      <LibraryHeader />
      <WithChosen>
        <LibraryGrid />
      </WithChosen>
      <LibraryDrop />
      <OpenViewer />
    </div>
  )
}

/** The grid, with the bar of what is chosen on it and the details beside it. */
function WithChosen({ children }: { children: ReactNode }) {
  const context = useImageContext()
  const detail = useLook((state) => state.detail)
  const selected = useGrid((grid) => grid.selected)
  const ids = useMemo(() => [...selected], [selected])
  const images = useImages(ids)
  const chosen = { count: ids.length, target: { images, generation: null, run: null, among: ids }, context, onClear: clearSelection }
  return (
    <div className="relative flex min-h-0 flex-1">
      <div className="relative flex min-w-0 flex-1">
        {children}
        {ids.length > 0 && <SelectionBar {...chosen} />}
      </div>
      {detail && <DetailPanel {...chosen} />}
    </div>
  )
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
