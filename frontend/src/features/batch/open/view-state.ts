import { create } from 'zustand'
import type { TaskFilter } from '@/shared/batch/queries'

interface BatchViewState {
  mode: 'table' | 'grid'
  filter: TaskFilter
  /** The place, in the filtered order, of the task that is looked at. */
  at: number | null
}

/** How an open batch is looked at. */
export const useBatchView = create<BatchViewState>(() => ({ mode: 'table', filter: {}, at: null }))

export const changeFilter = (changes: Partial<TaskFilter>): void =>
  useBatchView.setState(({ filter }) => ({ filter: { ...filter, ...changes }, at: null }))

export const lookAt = (at: number | null): void => useBatchView.setState({ at })
