import type { QueryClient } from '@tanstack/react-query'
import { saveSettings } from '@/shared/studio/save-settings'
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
