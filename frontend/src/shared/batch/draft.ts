import { create } from 'zustand'
import type { BatchDraft as Kept } from '@/bridge/contract'
import { navigate } from '@/shared/studio/navigation'

/** A batch that is being thought out; `draft-keeper` brings it back after a restart. Nothing of it is sent before it is started. */
export type BatchDraft = Required<Kept>
export type FollowUp = BatchDraft['follow_ups'][number]

export const EMPTY_DRAFT: BatchDraft = {
  name: '',
  prompt: '',
  base_image_ids: [],
  table: null,
  lists: {},
  list_names: [],
  models: null,
  params: null,
  repeat: 1,
  priority: 0,
  at_once: {},
  per_minute: {},
  follow_ups: [],
}

export const useBatchDraft = create<BatchDraft>(() => EMPTY_DRAFT)

/** The batch that is shown; `null`: the one that is being made. */
export const useOpenBatch = create<{ id: string | null }>(() => ({ id: null }))

export const openBatch = (id: string | null): void => useOpenBatch.setState({ id })

/** The lists by their names in the user's order: of an object, keys that are numbers come first. */
export const namesOfLists = ({ lists, list_names }: Pick<BatchDraft, 'lists' | 'list_names'>): string[] => [
  ...new Set([...list_names.filter((name) => Object.hasOwn(lists, name)), ...Object.keys(lists)]),
]

/** Each once, in the order they came. */
export function addBases(images: readonly string[]): void {
  useBatchDraft.setState(({ base_image_ids: before }) => ({ base_image_ids: [...new Set([...before, ...images])] }))
}

/** To the workspace that works through many pictures. */
export function sendToBatch(images: readonly string[]): void {
  addBases(images)
  openBatch(null)
  navigate('batch')
}
