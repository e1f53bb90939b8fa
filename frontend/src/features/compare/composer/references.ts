import type { QueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { call, uploads } from '@/bridge/call'
import type { Imported } from '@/bridge/contract'
import { errorWords } from '@/shared/errors/error-text'
import { saveSettings } from '@/shared/studio/save-settings'
import { toast } from '@/shared/ui/toasts'
import { currentSettings } from '../draft'

export const MAX_REFERENCES = 16

const referencesOf = (client: QueryClient) => currentSettings(client)?.params.reference_ids ?? []

/** Pictures to work from, each once, as many as a request holds. */
export function addReferences(client: QueryClient, ids: readonly string[]): void {
  setReferences(client, [...new Set([...referencesOf(client), ...ids])].slice(0, MAX_REFERENCES))
}

export function removeReference(client: QueryClient, id: string): void {
  setReferences(
    client,
    referencesOf(client).filter((other) => other !== id),
  )
}

function setReferences(client: QueryClient, ids: string[]): void {
  const params = currentSettings(client)?.params
  // A mask belongs to the picture that it was painted over, the first.
  const mask_id = params?.reference_ids?.[0] === ids[0] ? params?.mask_id : null
  if (params) saveSettings(client, { params: { ...params, reference_ids: ids.length > 0 ? ids : null, mask_id } })
}

/** What of the first reference is to change; `null`: all of it. */
export function setMask(client: QueryClient, mask_id: string | null): void {
  const params = currentSettings(client)?.params
  if (params) saveSettings(client, { params: { ...params, mask_id } })
}

/** Dropped, pasted or picked files, as references. What is not a picture is said by name. */
export async function bringFiles(client: QueryClient, t: TFunction, files: readonly File[]): Promise<void> {
  if (files.length > 0) take(client, t, await uploads(files))
}

/** The system's dialog of the window. */
export async function pickReferences(client: QueryClient, t: TFunction): Promise<void> {
  take(client, t, await call('pick_images', {}))
}

function take(client: QueryClient, t: TFunction, { image_ids, refused }: Imported): void {
  addReferences(client, image_ids)
  for (const { name, error } of refused) {
    toast(t('compare.references.refused', { name, why: errorWords(t, error).title }), { kind: 'error' })
  }
}
