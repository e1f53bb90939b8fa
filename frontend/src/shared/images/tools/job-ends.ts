import { zipUrl } from '@/bridge/call'
import type { ConvertOptions, CutOutOptions, Job, SplitOptions } from '@/bridge/contract'
import { randomHex } from '@/bridge/once'
import { titled } from '@/i18n/in-sentences'
import { errorWords } from '@/shared/errors/error-text'
import { sayFailed } from '@/shared/errors/say-failed'
import { endOfJob, heardEndOfJob } from '@/shared/jobs/image-jobs'
import { navigate, useNavigation } from '@/shared/studio/navigation'
import { toast, type ToastAction } from '@/shared/ui/toasts'
import { deleteImages } from '../image-hands'
import type { ImageContext } from '../image-target'
import { imagesOf } from '../queries'
import { openTool, type Tool } from './tool-state'

const MANY = ['split', 'bg_remove', 'convert'] as const
export type ManyAction = (typeof MANY)[number]
export type ManyOptions = SplitOptions | CutOutOptions | ConvertOptions

/** What a job was begun for. */
type Begun = { of: 'tool'; action: ManyAction; options: ManyOptions } | { of: 'export' }

interface Kept {
  begun: Begun
  at: number
}

/** The jobs of this page whose end is still to be told: kept by the browser, so that a reload does not silence them. */
const KEPT = 'jobs-to-tell'
/** What the engine has not heard of by then, it will not any more: the call was lost on its way, or the job with its launch. */
const LOST_MS = 3_600_000
const telling = new Set<string>()
/** A message that asks for something stays until it is closed. */
const STAYS_SECONDS = 86_400

/**
 * Begins a job under an id of the page's own, and says at its end how it went, in one message; also where the page is loaded anew
 * meanwhile, be it before the engine has answered. False where nothing was begun.
 */
export async function begin(begun: Begun, context: ImageContext, ask: (id: string) => Promise<{ job_id: string | null }>): Promise<boolean> {
  const id = newJobId()
  telling.add(id)
  keep({ ...kept(), [id]: { begun, at: Date.now() } })
  const answer = await ask(id).catch((error: unknown) => {
    forget(id)
    throw error
  })
  if (answer.job_id === null) forget(id)
  else void tell(id, begun, context)
  return answer.job_id !== null
}

/** Goes on to tell what the page that was here before had begun. */
export function tellKeptEnds(context: ImageContext): void {
  for (const [id, { begun, at }] of Object.entries(kept())) {
    if (telling.has(id)) continue
    telling.add(id)
    void tell(id, begun, context, at)
  }
}

async function tell(id: string, begun: Begun, context: ImageContext, at = Date.now()): Promise<void> {
  const job = await endOfJob(id).catch(() => {
    if (Date.now() - at > LOST_MS) forget(id)
    // The call of the page before may still be on its way, or wait for where to save.
    return heardEndOfJob(id)
  })
  forget(id)
  if (begun.of === 'tool') sayDone(job, begun.action, begun.options, context)
  else sayExported(job, context)
}

/** Those of another version of the page are let go of. */
const kept = (): Record<string, Kept> => Object.fromEntries(Object.entries(parsed()).filter((entry): entry is [string, Kept] => isKept(entry[1])))

function parsed(): object {
  try {
    const all: unknown = JSON.parse(sessionStorage.getItem(KEPT) ?? '{}')
    return typeof all === 'object' && all !== null ? all : {}
  } catch {
    return {}
  }
}

function isKept(entry: unknown): entry is Kept {
  const { begun, at } = Object(entry) as Record<string, unknown>
  const { of, action, options } = Object(begun) as Record<string, unknown>
  return typeof at === 'number' && (of === 'export' || (of === 'tool' && MANY.some((known) => known === action) && Object(options) === options))
}

const keep = (all: Record<string, Kept>) => sessionStorage.setItem(KEPT, JSON.stringify(all))
const forget = (id: string) => keep(Object.fromEntries(Object.entries(kept()).filter(([other]) => other !== id)))

const newJobId = () => `job_${randomHex()}`

function sayDone(job: Job, action: ManyAction, options: ManyOptions, context: ImageContext): void {
  const { t } = context
  const unsure = failedWith(job, ({ details }) => details.reason === 'no_grid')
  const declined = failedWith(job, ({ code }) => code === 'model_missing')
  const others = job.failures.filter((failure) => !unsure.includes(failure) && !declined.includes(failure))
  const look: Opening = { label: t('tools.split.look'), tool: (images) => ({ tool: 'split', images }) }
  const [first] = declined
  const offer: Opening = {
    label: t('tools.end.otherWays'),
    tool: (images) => ({ tool: 'offer', images, options: options as CutOutOptions, error: first?.error ?? { code: 'model_missing', details: {} } }),
  }
  sayEnd(
    job,
    [
      doneWords(job, action, context),
      unsure.length > 0 && t('tools.split.unsure', { count: unsure.length }),
      first?.error.details.reason === 'not_plain' && t('tools.end.declined', { count: declined.length }),
      first && first.error.details.reason !== 'not_plain' && failedWords(declined, context),
      failedWords(others, context),
    ],
    [
      ...(unsure.length > 0 ? [opening(look, unsure, context)] : []),
      ...(first ? [opening(offer, declined, context)] : []),
      ...(job.image_ids.length > 0 ? [undoMade(job.image_ids, context)] : []),
    ],
    context,
  )
}

function sayExported(job: Job, context: ImageContext): void {
  const { t, transport } = context
  if (job.state === 'done' && transport === 'browser') download(zipUrl(job.id))
  const done = job.done - job.failed
  const words = job.failed > 0 ? t('tools.end.export', { done, total: job.total }) : t('tools.export.done', { count: job.total })
  const signed = job.signed.length
  sayEnd(
    job,
    [job.state === 'done' && words, failedWords(job.failures, context), job.state === 'done' && signed > 0 && t('tools.export.signed', { count: signed })],
    [],
    context,
  )
}

/** One message of all its parts; what went wrong or asks for something stays. */
function sayEnd(job: Job, parts: (string | false | undefined)[], actions: readonly ToastAction[], { t }: ImageContext): void {
  const error = job.error && errorWords(t, job.error)
  const said = [job.state === 'cancelled' && t('tools.end.stopped'), error && titled(t, error), ...parts].filter(Boolean)
  if (said.length === 0) return
  const isBad = error !== null || (job.failed > 0 && actions.length === 0)
  toast(said.join(' · '), { kind: isBad ? 'error' : 'info', actions, ...(isBad || job.failed > 0 ? { seconds: STAYS_SECONDS } : {}) })
}

/** How many of them were done; where that was all, only what came of it. */
function doneWords({ done: seen, failed, total, image_ids }: Job, action: ManyAction, { t }: ImageContext): string | false {
  const done = seen - failed
  if (done === 0) return false
  return done === total ? t(`tools.made.${action}`, { count: image_ids.length }) : t(`tools.end.${action}`, { done, total, tiles: image_ids.length })
}

const failedWith = (job: Job, wanted: (error: Job['failures'][number]['error']) => boolean) => job.failures.filter(({ error }) => wanted(error))

function failedWords(failures: Job['failures'], { t }: ImageContext): string | false {
  const [first] = failures
  return first ? t('tools.failed', { count: failures.length, why: errorWords(t, first.error).title }) : false
}

interface Opening {
  label: string
  tool: (images: Awaited<ReturnType<typeof imagesOf>>) => Tool
}

/** Opens a dialog about those that could not be done; where no workspace with pictures is open, in the library. */
const opening = ({ label, tool }: Opening, failures: Job['failures'], context: ImageContext): ToastAction => ({
  label,
  stays: true,
  onSelect: () => {
    if (['settings', 'keys'].includes(useNavigation.getState().place)) navigate('library')
    void imagesOf(context.client, failures.map(({ image_id }) => image_id))
      .then((images) => openTool(tool(images)))
      .catch((error: unknown) => sayFailed(context.t, error))
  },
})

export const undoMade = (ids: readonly string[], context: ImageContext): ToastAction => ({
  label: context.t('images.undo'),
  onSelect: () => void deleteImages([...ids], context, true).catch((error: unknown) => sayFailed(context.t, error)),
})

function download(url: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = ''
  link.click()
}
