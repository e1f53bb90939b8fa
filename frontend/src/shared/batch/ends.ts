import type { TFunction } from 'i18next'
import type { BatchSummary } from '@/bridge/contract'
import { openTasks } from './queries'

type States = ReadonlyMap<string, BatchSummary['state']>

export const statesOf = (batches: readonly BatchSummary[]): States => new Map(batches.map(({ id, state }) => [id, state]))

/** Batches that ran when last heard of and stand still now, other than by the user's own hand. */
export const endedSince = (before: States, batches: readonly BatchSummary[]): BatchSummary[] =>
  batches.filter(({ id, state, trial }) => before.get(id) === 'running' && (['done', 'capped', 'halted'].includes(state) || (state === 'paused' && trial)))

/** What is said of a batch that stands still. */
export function wordsOf(t: TFunction, batch: BatchSummary): { title: string; text: string } {
  const { name, state, counts, total } = batch
  if (state === 'done') return { title: t('batch.ended.done', { name }), text: t('batch.ended.doneText', { done: counts.done ?? 0, total }) }
  if (state === 'paused') return { title: t('batch.ended.trial', { name }), text: t('batch.ended.trialText') }
  return { title: t(state === 'capped' ? 'batch.ended.capped' : 'batch.ended.halted', { name }), text: t('batch.ended.stoppedText', { left: openTasks(batch) }) }
}

/** How far all that run are together, 0 to 1; `null` where none does. */
export function partOf(batches: readonly BatchSummary[]): number | null {
  const running = batches.filter(({ state }) => state === 'running')
  const total = running.reduce((sum, batch) => sum + batch.total, 0)
  if (total === 0) return null
  return 1 - running.reduce((sum, batch) => sum + openTasks(batch), 0) / total
}
