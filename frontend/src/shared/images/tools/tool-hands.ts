import type { TFunction } from 'i18next'
import { call } from '@/bridge/call'
import type {
  ConvertOptions,
  CutOutOptions,
  ErrorInfo,
  Image,
  ImageAction,
  ProcessedImages,
  RetouchOptions,
  SplitOptions,
} from '@/bridge/contract'
import { asErrorInfo, errorWords } from '@/shared/errors/error-text'
import { toast } from '@/shared/ui/toasts'
import { showFace } from '../family/faces'
import { descends } from '../family/offspring'
import type { ImageContext } from '../image-target'
import { imageQuery } from '../queries'
import { showMade } from '../viewer-state'
import { begin, undoMade, type ManyAction, type ManyOptions } from './job-ends'
import { openerLater, whileWorking } from './tool-state'

type Options = ManyOptions | RetouchOptions

/** Into the cells of the grid that is found in it; where that is not sure, a preview asks. */
export async function split(images: readonly Image[], context: ImageContext, options: SplitOptions = {}): Promise<void> {
  const [image] = images
  if (images.length > 1) return many('split', images, options, context)
  if (!image) return
  const open = openerLater()
  const { image_ids } = await process('split', image, options, context)
  if (image_ids.length) sayMade('split', image_ids, context)
  else open({ tool: 'split', images }, offering(context.t('tools.split.unsure', { count: 1 }), context))
}

/** The subject alone. Where the built-in method declines, a model is offered in its place. */
export async function cutOut(images: readonly Image[], options: CutOutOptions, context: ImageContext): Promise<void> {
  const [image] = images
  if (images.length > 1) return many('bg_remove', images, options, context)
  if (!image) return
  const open = openerLater()
  try {
    const { image_ids } = await process('bg_remove', image, options, context)
    sayMade('bg_remove', image_ids, context)
  } catch (error) {
    const info = asErrorInfo(error)
    if (info.code !== 'model_missing') throw error
    open({ tool: 'offer', images, options, error: info }, offering(offerTitle(context.t, info), context))
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
async function many(action: ManyAction, images: readonly Image[], options: ManyOptions, context: ImageContext): Promise<void> {
  const img_id = images.map(({ id }) => id)
  await begin({ of: 'tool', action, options }, context, (request_id) => call('process_image', { action, img_id, options, request_id }))
}

/** Says in a message what is to be decided on of one picture, and leads there. */
const offering =
  (words: string, { t }: ImageContext) =>
  (open: () => void): void => {
    toast(words, { actions: [{ label: t('tools.split.look'), onSelect: open }], seconds: 12 })
  }

/** Why it could not be cut out as things are. */
export const offerTitle = (t: TFunction, error: Pick<ErrorInfo, 'code' | 'details'>): string =>
  error.details.reason === 'not_plain' ? t('tools.offer.title') : errorWords(t, error).title

function sayMade(action: ManyAction, ids: readonly string[], context: ImageContext): void {
  toast(context.t(`tools.made.${action}`, { count: ids.length }), { actions: [undoMade(ids, context)] })
}
