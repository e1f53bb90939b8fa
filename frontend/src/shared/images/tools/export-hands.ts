import { call } from '@/bridge/call'
import type { Download, ExportOptions, Job } from '@/bridge/contract'
import { errorWords } from '@/shared/errors/error-text'
import { endOfJob } from '@/shared/jobs/image-jobs'
import { toast } from '@/shared/ui/toasts'
import type { ImageContext } from '../image-target'
import { closeTool } from './tool-state'

/** A ZIP: where the user says, or with the browser's downloads once it is written. */
export async function saveZip(ids: string[], options: ExportOptions, context: ImageContext): Promise<void> {
  const begun = await call('batch_download', { img_ids: ids, options })
  if (!begun.job_id) return
  closeTool()
  whenExported(begun, context)
}

/** When it is written, a browser fetches it; how it went is said. */
export function whenExported({ job_id, url }: Download, context: ImageContext): void {
  if (!job_id) return
  void endOfJob(job_id).then((job) => {
    if (job.state === 'done' && url) download(url)
    sayEnd(job, context)
  })
}

/** Files of their own, into a folder that the system's dialog asks for. */
export async function saveToFolder(ids: string[], options: ExportOptions, context: ImageContext): Promise<void> {
  const begun = await call('save_images', { img_ids: ids, options })
  if (!begun.job_id) return
  closeTool()
  whenExported(begun, context)
}

function download(url: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = ''
  link.click()
}

function sayEnd(job: Job, { t }: ImageContext): void {
  const [failure] = job.failures
  if (job.error) {
    const { title, text } = errorWords(t, job.error)
    toast(`${title}. ${text}`, { kind: 'error' })
  } else if (failure) {
    toast(t('tools.failed', { count: job.failures.length, why: errorWords(t, failure.error).title }), { kind: 'error' })
  } else if (job.state === 'done') {
    const signed = job.signed.length
    toast([t('tools.export.done', { count: job.total }), signed > 0 && t('tools.export.signed', { count: signed })].filter(Boolean).join(' '))
  }
}
