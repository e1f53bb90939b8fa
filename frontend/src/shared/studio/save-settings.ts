import type { QueryClient } from '@tanstack/react-query'
import { useQueryClient } from '@tanstack/react-query'
import i18next from 'i18next'
import { useCallback } from 'react'
import { call, StudioError } from '@/bridge/call'
import type { Settings } from '@/bridge/contract'
import { toast } from '@/shared/ui/toasts'
import { settingsQuery } from './queries'

const QUIET_MS = 300

let pending: Partial<Settings> = {}
/** Sent, and not answered yet. */
const sent = new Set<Partial<Settings>>()
/** What the engine says is older than these. */
const onTop = (): Partial<Settings> => Object.assign({}, ...sent, pending) as Partial<Settings>

/** Counts what is asked and told of the settings: an answer that something overtook may be older than what is known. */
let heard = 0

let timer: ReturnType<typeof setTimeout> | undefined

/**
 * The page has the change at once; it is sent when no other came for 300 ms, and when the page is left.
 * What the engine refuses is taken back: the settings are asked for anew. What it does not answer is kept for the next time.
 */
export function saveSettings(client: QueryClient, changes: Partial<Settings>): void {
  client.setQueryData(settingsQuery.queryKey, (settings) => settings && { ...settings, ...changes })
  pending = { ...pending, ...changes }
  clearTimeout(timer)
  timer = setTimeout(() => void flushSettings(client), QUIET_MS)
}

export async function flushSettings(client: QueryClient): Promise<void> {
  clearTimeout(timer)
  const changes = pending
  if (Object.keys(changes).length === 0) return
  pending = {}
  sent.add(changes)
  try {
    const saved = await call('update_settings', { changes })
    sent.delete(changes)
    heard++
    client.setQueryData(settingsQuery.queryKey, { ...saved, ...onTop() })
  } catch (error) {
    sent.delete(changes)
    if (isWithoutEngine(error)) {
      pending = { ...changes, ...pending }
      return
    }
    toast(i18next.t('settings.saveFailed'), { kind: 'error' })
    await refetchSettings(client).catch(() => null)
  }
}

const isWithoutEngine = (error: unknown) => error instanceof StudioError && error.code === 'engine_gone' && error.details.status !== 401

/** The engine says settings changed, maybe from elsewhere; what is still to be sent from here, or answered, stays on top. */
export async function refetchSettings(client: QueryClient, stay: readonly (keyof Settings)[] = []): Promise<void> {
  heard++
  for (;;) {
    const turn = heard
    const settings = await call('get_settings', {})
    if (turn !== heard) continue
    client.setQueryData(settingsQuery.queryKey, (before) => ({ ...settings, ...Object.fromEntries(before ? stay.map((name) => [name, before[name]]) : []), ...onTop() }))
    return
  }
}

/** What is written on a page: the words of another one do not come over these. */
const DRAFTS: readonly (keyof Settings)[] = ['prompt_draft', 'refine']

const isTyping = (): boolean => document.hasFocus() && document.activeElement?.matches('textarea, input:not([type="checkbox"], [type="range"])') === true
let waits = false

/**
 * The engine says which settings were changed, maybe from this very page; all of them where it names none. Nothing is changed
 * under the hand of who is typing: it follows when the field is left.
 */
export function hearSettings(client: QueryClient, names: readonly string[] | undefined): void {
  if (!names) return void refetchSettings(client).catch(() => null)
  if (waits || names.every((name) => DRAFTS.some((draft) => draft === name))) return
  const takeOver = () => {
    waits = false
    void refetchSettings(client, DRAFTS).catch(() => null)
  }
  if (!isTyping()) return takeOver()
  waits = true
  document.addEventListener('focusout', takeOver, { once: true })
}

export function useSaveSettings(): (changes: Partial<Settings>) => void {
  const client = useQueryClient()
  return useCallback((changes) => saveSettings(client, changes), [client])
}
