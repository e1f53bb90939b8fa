import { call } from '@/bridge/call'
import type {
  ConvertOptions,
  CutOutOptions,
  Image,
  ImageAction,
  Job,
  ProcessedImages,
  RetouchOptions,
  SplitOptions,
} from '@/bridge/contract'
import { asErrorInfo, errorWords } from '@/shared/errors/error-text'
import { endOfJob } from '@/shared/jobs/image-jobs'
import { toast } from '@/shared/ui/toasts'
import { showFace } from '../family/faces'
import { descends } from '../family/offspring'
import { deleteImages } from '../image-hands'
import type { ImageContext } from '../image-target'
import { imageQuery } from '../queries'
import { showMade } from '../viewer-state'
import { openTool, whileWorking } from './tool-state'

type Options = SplitOptions | CutOutOptions | ConvertOptions | RetouchOptions

/** Into the cells of the grid that is found in it; where that is not sure, a preview asks. */
export async function split(images: readonly Image[], context: ImageContext, options: SplitOptions = {}): Promise<void> {
  const [image] = images
  if (images.length > 1) return many('split', images, options, context)
  if (!image) return
  const { image_ids } = await process('split', image, options, context)
  if (image_ids.length) sayMade('split', image_ids, context)
  else openTool({ tool: 'split', images })
}

/** The subject alone. Where the built-in method declines, a model is offered in its place. */
export async function cutOut(images: readonly Image[], options: CutOutOptions, context: ImageContext): Promise<void> {
  const [image] = images
  if (images.length > 1) return many('bg_remove', images, options, context)
  if (!image) return
  try {
    const { image_ids } = await process('bg_remove', image, options, context)
    sayMade('bg_remove', image_ids, context)
  } catch (error) {
    const info = asErrorInfo(error)
    if (info.code !== 'model_missing') throw error
    openTool({ tool: 'offer', images, options, error: info })
  }
}

export async function convert(images: readonly Image[], options: ConvertOptions, context: ImageContext): Promise<void> {
  const [image] = images
  if (images.length > 1) return many('convert', images, options, context)
  if (!image) return
  const { image_ids } = await process('convert', image, options, context)
  sayMade('convert', image_ids, context)
}

export async function retouch(image: Image, options: RetouchOptions, context: ImageContext): Promise<void> {
  await process('retouch', image, options, context)
}

/** One picture. What was made of it is shown in its place; of a split they lie beside it. */
async function process(
  action: ImageAction,
  image: Image,
  options: Options,
  { client }: ImageContext,
): Promise<ProcessedImages> {
  const done = await whileWorking(image.id, action, call('process_image', { action, img_id: image.id, options }))
  const made = done.image_ids
  // Known before they are shown: their events may still be on the way.
  const images = await Promise.all(made.map((id) => client.query(imageQuery(id))))
  const first = images[0]
  // A cut-out that was retouched stands beside the old one, under the same source.
  showMade(image.id, made, action !== 'split', (id) => descends(client, id, image.id))
  if (first && action !== 'split') showFace(client, first)
  return done
}

/** Several pictures: a job, with its progress in the pill, and a message at its end. */
async function many(
  action: 'split' | 'bg_remove' | 'convert',
  images: readonly Image[],
  options: Options,
  context: ImageContext,
): Promise<void> {
  const { job_id } = await call('process_image', { action, img_id: images.map(({ id }) => id), options })
  if (job_id) void endOfJob(job_id).then((job) => sayEnd(action, job, images, options, context))
}

function sayEnd(
  action: 'split' | 'bg_remove' | 'convert',
  job: Job,
  images: readonly Image[],
  options: Options,
  context: ImageContext,
): void {
  const { t } = context
  if (job.image_ids.length > 0) sayMade(action, job.image_ids, context)
  if (job.state === 'cancelled') return
  if (job.error) toast(errorWords(t, job.error).title, { kind: 'error' })
  const failed = new Map(job.failures.map(({ image_id, error }) => [image_id, error]))
  const isUnsure = ({ id }: Image) => failed.get(id)?.details.reason === 'no_grid'
  const isDeclined = ({ id }: Image) => failed.get(id)?.code === 'model_missing'
  const unsure = images.filter(isUnsure)
  if (unsure.length > 0) {
    const onSelect = () => openTool({ tool: 'split', images: unsure })
    toast(t('tools.split.unsure', { count: unsure.length }), { action: { label: t('tools.split.look'), onSelect } })
  }
  const declined = images.filter(isDeclined)
  const error = failed.get(declined[0]?.id ?? '')
  if (error) openTool({ tool: 'offer', images: declined, options: options as CutOutOptions, error })
  const others = images.filter((image) => failed.has(image.id) && !isUnsure(image) && !isDeclined(image))
  const why = failed.get(others[0]?.id ?? '')
  if (why) toast(t('tools.failed', { count: others.length, why: errorWords(t, why).title }), { kind: 'error' })
}

function sayMade(action: 'split' | 'bg_remove' | 'convert', ids: readonly string[], context: ImageContext): void {
  const onSelect = () => void deleteImages([...ids], context, true)
  toast(context.t(`tools.made.${action}`, { count: ids.length }), { action: { label: context.t('images.undo'), onSelect } })
}
