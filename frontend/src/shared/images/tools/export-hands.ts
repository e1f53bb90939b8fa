import { call } from '@/bridge/call'
import type { ExportOptions } from '@/bridge/contract'
import type { ImageContext } from '../image-target'
import { begin } from './job-ends'
import { closerOfTool } from './tool-state'

/** A ZIP: where the user says, or with the browser's downloads once it is written. */
export async function saveZip(img_ids: string[], options: ExportOptions, context: ImageContext): Promise<void> {
  const close = closerOfTool()
  if (await begin({ of: 'export' }, context, (request_id) => call('batch_download', { img_ids, options, request_id }))) close()
}

/** Files of their own, into a folder that the system's dialog asks for. */
export async function saveToFolder(img_ids: string[], options: ExportOptions, context: ImageContext): Promise<void> {
  const close = closerOfTool()
  if (await begin({ of: 'export' }, context, (request_id) => call('save_images', { img_ids, options, request_id }))) close()
}
