import { Suspense } from 'react'
import { ToolDialogs } from '@/shared/images/tools/ToolDialogs'
import { useViewer } from '@/shared/images/viewer-state'
import { DescriptionPane } from './description/DescriptionPane'
import { PromptPane } from './prompt/PromptPane'
import { Results } from './results/Results'
import { SourceDrop } from './source/SourceDrop'
import { SourcePanel } from './source/SourcePanel'
import { useReproduceCommands } from './use-commands'
import { useImageContext } from '@/shared/images/use-image-context'
import { later } from '@/shared/studio/later'
import { useShown } from './use-shown'

const Viewer = later(() => import('@/shared/images/viewer/Viewer'))

/** A picture goes in, the prompt behind it comes out, and it is made again beside it. */
export default function ReproducePage() {
  const context = useImageContext()
  const isOpen = useViewer(({ viewing }) => viewing !== null)
  const row = useShown()
  useReproduceCommands()
  return (
    <div className="flex h-full min-w-0">
      <SourcePanel />
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="flex h-[46%] min-h-[220px] shrink-0 border-b border-line">
          <DescriptionPane row={row} />
          <PromptPane key={row?.id} row={row} />
        </div>
        <Results row={row} />
      </div>
      <SourceDrop />
      <Suspense fallback={null}>{isOpen && <Viewer context={context} run={null} />}</Suspense>
      <ToolDialogs context={context} />
    </div>
  )
}
