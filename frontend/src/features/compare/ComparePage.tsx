import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Suspense, useDeferredValue, useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { ToolDialogs } from '@/shared/images/tools/ToolDialogs'
import { useViewer } from '@/shared/images/viewer-state'
import { runsQuery } from '@/shared/jobs/queries'
import { ParameterPanel } from '@/shared/parameters/ParameterPanel'
import { useSetting } from '@/shared/studio/queries'
import { later } from '@/shared/studio/later'
import { BlindView } from './choose/BlindView'
import { Canvas } from './canvas/Canvas'
import { CanvasHeader } from './canvas/CanvasHeader'
import { useCanvas } from './canvas/canvas-state'
import { FirstStart } from './canvas/FirstStart'
import { useNewestRun } from './canvas/newest-run'
import { SliderView } from './canvas/SliderView'
import { useShownRun } from './canvas/use-run'
import { Composer } from './composer/Composer'
import { settle, startDraft } from './draft'
import { DropTarget } from './DropTarget'
import { HistoryAside } from './history/HistoryAside'
import { MatrixView } from './matrix/MatrixView'
import { ModelPanel } from './models/ModelPanel'
import { SentButton } from './sent/SentButton'
import { RequestsDialog } from './sent/RequestsDialog'
import { useCompareCommands } from './use-commands'
import { useImageContext } from './use-image-context'
import { useParcels } from './use-parcels'
import { useChosen, useChosenEstimate, useParams } from './use-request'

const Viewer = later(() => import('@/shared/images/viewer/Viewer'))

/** One prompt, many models, side by side. At a start the pictures come first, what stands beside them right after. */
export default function ComparePage() {
  const hasSides = useDeferredValue(true, false)
  return (
    <div className="relative flex h-full min-w-0">
      <Upkeep />
      <aside className="flex w-[268px] shrink-0 flex-col max-[860px]:w-[236px] border-r border-line bg-panel">
        {hasSides && (
          <>
            <ModelPanel />
            <CommonParameters />
          </>
        )}
      </aside>
      <div className="flex min-w-0 flex-1 flex-col">
        <Middle />
        <Composer />
      </div>
      <HistoryAside hasLines={hasSides} />
      <DropTarget />
      <RequestsDialog />
      <OpenViewer />
    </div>
  )
}

/** What goes on beside the page. It draws nothing, so that what it hears draws nothing anew. */
function Upkeep() {
  useDraftKeeping()
  useNewestRun()
  useCompareCommands()
  useParcels()
  return null
}

function CommonParameters() {
  const chosen = useChosen()
  const estimate = useChosenEstimate()
  const [params, setParams] = useParams()
  return (
    <ParameterPanel
      models={chosen}
      estimate={estimate}
      params={params}
      aside={<SentButton />}
      onChange={(changes) => setParams({ ...params, ...changes })}
    />
  )
}

const VIEWS = { grid: Canvas, slider: SliderView, blind: BlindView }

function Middle() {
  const query = useShownRun()
  const run = query.data
  const mode = useCanvas((canvas) => canvas.mode)
  const Shown = mode === 'grid' && run && run.axes.length > 0 ? MatrixView : VIEWS[mode]
  return (
    <>
      <CanvasHeader run={run} />
      {run ? <Shown key={run.id} run={run} /> : <Blank query={query} />}
    </>
  )
}

/** There is no run to show: none was made yet, or it could not be had. */
function Blank({ query }: { query: ReturnType<typeof useShownRun> }) {
  const history = useInfiniteQuery(runsQuery(''))
  const failed = [query, history].find(({ isError }) => isError)
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      {failed ? <QueryFailure query={failed} /> : history.data?.pages[0]?.total === 0 && <FirstStart />}
    </div>
  )
}

function OpenViewer() {
  const context = useImageContext()
  const open = useViewer(({ viewing }) => viewing !== null)
  const { data: run } = useShownRun()
  return (
    <>
      <Suspense fallback={null}>{open && <Viewer context={context} run={run ?? null} />}</Suspense>
      <ToolDialogs context={context} />
    </>
  )
}

/** The words in the box come from the settings, and go back when the page is left. On the first start they are a sample. */
function useDraftKeeping(): void {
  const { t } = useTranslation()
  const client = useQueryClient()
  const draft = useSetting('prompt_draft')
  const first = useInfiniteQuery(runsQuery('')).data?.pages[0]
  const start = useMemo(
    () => (draft !== '' ? draft : first && (first.total === 0 ? t('compare.first.sample.lighthouse') : '')),
    [draft, first, t],
  )
  useEffect(() => {
    if (start !== undefined) startDraft(start)
  }, [start])
  useEffect(() => {
    const leave = () => settle(client)
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [client])
}
