import { Suspense } from 'react'
import { later } from '@/shared/studio/later'
import type { ImageContext } from '../image-target'
import { useTool } from './tool-state'

const SplitDialog = later(() => import('./SplitDialog'))
const ConvertDialog = later(() => import('./ConvertDialog'))
const ExportDialog = later(() => import('./ExportDialog'))
const CutOutDialog = later(() => import('./CutOutDialog'))
const OfferDialog = later(() => import('./OfferDialog'))
const RetouchDialog = later(() => import('../retouch/RetouchDialog'))

/** The dialog about pictures that is open. Each workspace with pictures has this once. */
export function ToolDialogs({ context }: { context: ImageContext }) {
  return (
    <Suspense fallback={null}>
      <OpenTool context={context} />
    </Suspense>
  )
}

function OpenTool({ context }: { context: ImageContext }) {
  const open = useTool((state) => state.open)
  const [first] = open?.images ?? []
  if (!open || !first) return null
  switch (open.tool) {
    case 'split':
      return <SplitDialog key={first.id} images={open.images} context={context} />
    case 'convert':
      return <ConvertDialog key={first.id} images={open.images} context={context} />
    case 'export':
      return <ExportDialog images={open.images} context={context} />
    case 'cutOut':
      return <CutOutDialog images={open.images} background={open.background} context={context} />
    case 'offer':
      return <OfferDialog images={open.images} options={open.options} error={open.error} context={context} />
    case 'retouch':
      return <RetouchDialog image={first} context={context} />
  }
}
