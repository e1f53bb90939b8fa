import { create } from 'zustand'
import type { Run } from '@/bridge/contract'
import { textOf, type DraftAxis } from './axes'

interface MatrixState {
  open: boolean
  axes: readonly DraftAxis[]
}

export const useMatrix = create<MatrixState>(() => ({ open: false, axes: [] }))

/** The axes of a run that is brought back; one without any leaves what is there. */
export function takeAxes({ axes }: Pick<Run, 'axes'>): void {
  if (axes.length === 0) return
  useMatrix.setState({ axes: axes.flatMap(({ parameter, values }) => (parameter ? [{ parameter, text: textOf(values) }] : [])) })
}

export const openMatrix = () => useMatrix.setState({ open: true })
export const closeMatrix = () => useMatrix.setState({ open: false })
