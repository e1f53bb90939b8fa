import { create } from 'zustand'
import type { BatchParams, RunParams, Table } from '@/bridge/contract'
import { navigate } from '@/shared/studio/navigation'

export type FollowUp = NonNullable<BatchParams['follow_ups']>[number]

/** A batch that is being thought out. Nothing of it is kept or sent before it is started. */
export interface BatchDraft {
  name: string
  prompt: string
  /** Ids of the base images. */
  bases: readonly string[]
  table: (Table & { name: string }) | null
  /** Named lists: `{colour}` stands for each entry in turn, `__colour__` for one drawn anew. */
  lists: Readonly<Record<string, readonly string[]>>
  /** `null`: those of Compare. */
  models: readonly string[] | null
  params: RunParams | null
  repeat: number
  priority: number
  /** Most requests by provider: at once, and a minute. */
  atOnce: Readonly<Record<string, number>>
  perMinute: Readonly<Record<string, number>>
  followUps: readonly FollowUp[]
}

export const EMPTY_DRAFT: BatchDraft = {
  name: '',
  prompt: '',
  bases: [],
  table: null,
  lists: {},
  models: null,
  params: null,
  repeat: 1,
  priority: 0,
  atOnce: {},
  perMinute: {},
  followUps: [],
}

export const useBatchDraft = create<BatchDraft>(() => EMPTY_DRAFT)

/** The batch that is shown; `null`: the one that is being made. */
export const useOpenBatch = create<{ id: string | null }>(() => ({ id: null }))

export const openBatch = (id: string | null): void => useOpenBatch.setState({ id })

/** Each once, in the order they came. */
export function addBases(images: readonly string[]): void {
  useBatchDraft.setState(({ bases }) => ({ bases: [...new Set([...bases, ...images])] }))
}

/** To the workspace that works through many pictures. */
export function sendToBatch(images: readonly string[]): void {
  addBases(images)
  openBatch(null)
  navigate('batch')
}
