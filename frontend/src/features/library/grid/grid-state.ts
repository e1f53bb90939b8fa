import { create } from 'zustand'

interface GridState {
  selected: ReadonlySet<string>
  /** Where a range starts: the place of the last click without Shift. */
  anchor: number | null
  /** The place that the keyboard is at. */
  focused: number
}

export const useGrid = create<GridState>(() => ({ selected: new Set(), anchor: null, focused: 0 }))

export const clearSelection = () => useGrid.setState({ selected: new Set(), anchor: null })

/** What can be done to several is done to at most so many at once. */
export const MOST_SELECTED = 5000
