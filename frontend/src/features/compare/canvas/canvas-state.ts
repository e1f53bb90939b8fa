import { create } from 'zustand'
import { picked, type Picking } from '@/shared/images/selection/selection'

interface CanvasState {
  /** The run that is shown; `null` before the first. */
  runId: string | null
  /** Keys of the chosen cells. */
  selected: ReadonlySet<string>
  /** Where a range of chosen cells starts. */
  anchor: string | null
  /** Key of the cell that the keyboard is at. */
  focused: string | null
  mode: 'grid' | 'slider' | 'blind'
  /** The run whose blind vote is open: nothing else in sight may tell which picture is whose. */
  undecided: string | null
}

const NOTHING: ReadonlySet<string> = new Set()

export const useCanvas = create<CanvasState>(() => ({
  runId: null,
  selected: NOTHING,
  anchor: null,
  focused: null,
  mode: 'grid',
  undecided: null,
}))

/** Show a run from its first cell on. */
export function showRun(runId: string): void {
  if (useCanvas.getState().runId !== runId) useCanvas.setState({ runId, selected: NOTHING, anchor: null, focused: null })
}

export const setMode = (mode: CanvasState['mode']) => useCanvas.setState({ mode })

/** Choose a cell alone, one more or less, or all up to it; `keys`: all cells in their order. */
export function selectCell(key: string, how: Picking = 'only', keys: readonly string[] = []): void {
  useCanvas.setState(({ selected, anchor }) => ({
    selected: picked(selected, keys, key, anchor, how),
    anchor: how === 'range' ? (anchor ?? key) : key,
    focused: key,
  }))
}

export const selectCells = (keys: readonly string[]) => useCanvas.setState({ selected: new Set(keys) })

export const clearSelection = () => useCanvas.setState({ selected: NOTHING })
