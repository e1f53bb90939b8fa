import { create } from 'zustand'

interface CanvasState {
  /** The run that is shown; `null` before the first. */
  runId: string | null
  /** Keys of the chosen cells. */
  selected: ReadonlySet<string>
  /** Key of the cell that the keyboard is at. */
  focused: string | null
  mode: 'grid' | 'slider'
}

const NOTHING: ReadonlySet<string> = new Set()

export const useCanvas = create<CanvasState>(() => ({ runId: null, selected: NOTHING, focused: null, mode: 'grid' }))

/** Show a run from its first cell on. */
export function showRun(runId: string): void {
  if (useCanvas.getState().runId !== runId) useCanvas.setState({ runId, selected: NOTHING, focused: null })
}

export const setMode = (mode: CanvasState['mode']) => useCanvas.setState({ mode })

/** Choose one cell, or with `add` one more (or one less). */
export function selectCell(key: string, add = false): void {
  useCanvas.setState(({ selected }) => {
    if (!add) return { selected: new Set([key]), focused: key }
    const next = new Set(selected)
    if (!next.delete(key)) next.add(key)
    return { selected: next, focused: key }
  })
}

export const selectCells = (keys: readonly string[]) => useCanvas.setState({ selected: new Set(keys) })

export const clearSelection = () => useCanvas.setState({ selected: NOTHING })
