import { create } from 'zustand'
import { useOpenBatch } from '@/shared/batch/draft'
import type { TaskFilter } from '@/shared/batch/queries'

interface BatchViewState {
  mode: 'table' | 'grid'
  filter: TaskFilter
  /** The place, in the filtered order, of the task that is looked at. */
  at: number | null
}

/** How an open batch is looked at. */
export const useBatchView = create<BatchViewState>(() => ({ mode: 'table', filter: {}, at: null }))

// Before the other batch is drawn, so that no field of it still holds what the one before was searched for.
useOpenBatch.subscribe((now, before) => {
  if (now.id !== before.id) useBatchView.setState({ filter: {}, at: null })
})

export const changeFilter = (changes: Partial<TaskFilter>): void =>
  useBatchView.setState(({ filter }) => ({ filter: { ...filter, ...changes }, at: null }))

export const lookAt = (at: number | null): void => useBatchView.setState({ at })
