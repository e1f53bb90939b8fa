import { call } from '@/bridge/call'
import type { Download, ExportOptions } from '@/bridge/contract'
import type { ImageContext } from '../image-target'
import { tellEnd } from './job-ends'
import { closeTool } from './tool-state'

/** A ZIP: where the user says, or with the browser's downloads once it is written. */
export async function saveZip(ids: string[], options: ExportOptions, context: ImageContext): Promise<void> {
  if (whenExported(await call('batch_download', { img_ids: ids, options }), context)) closeTool()
}

/** Files of their own, into a folder that the system's dialog asks for. */
export async function saveToFolder(ids: string[], options: ExportOptions, context: ImageContext): Promise<void> {
  if (whenExported(await call('save_images', { img_ids: ids, options }), context)) closeTool()
}

/** When it is written, a browser fetches it; how it went is said. False where the dialog was closed. */
export function whenExported({ job_id, url }: Download, context: ImageContext): boolean {
  if (job_id) tellEnd(job_id, { of: 'export', url: url ?? null }, context)
  return job_id !== null
}
