import { Suspense } from 'react'
import { useOpenBatch } from '@/shared/batch/draft'
import { ToolDialogs } from '@/shared/images/tools/ToolDialogs'
import { useViewer } from '@/shared/images/viewer-state'
import { later } from '@/shared/studio/later'
import { DropHere } from './DropHere'
import { BatchList } from './list/BatchList'
import { MakeView } from './make/MakeView'
import { BatchView } from './open/BatchView'
import { useBatchCommands } from './use-commands'
import { useImageContext } from './use-image-context'

const Viewer = later(() => import('@/shared/images/viewer/Viewer'))

/** Many pictures, or many prompts, through chosen models: make it, see it, take it away. */
export default function BatchPage() {
  const context = useImageContext()
  const isLooking = useViewer(({ viewing }) => viewing !== null)
  const id = useOpenBatch((open) => open.id)
  useBatchCommands()
  return (
    <div className="flex h-full min-w-0">
      <BatchList />
      {id === null ? <MakeView /> : <BatchView key={id} id={id} />}
      <DropHere />
      <Suspense fallback={null}>{isLooking && <Viewer context={context} run={null} />}</Suspense>
      <ToolDialogs context={context} />
    </div>
  )
}
