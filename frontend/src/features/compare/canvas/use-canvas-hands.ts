import { useQueryClient } from '@tanstack/react-query'
import type { FocusEvent, KeyboardEvent, MouseEvent } from 'react'
import type { Run } from '@/bridge/contract'
import { shortcutOf } from '@/shared/commands/shortcut'
import { actionsFor, menuFor } from '@/shared/images/image-actions'
import { imageQuery } from '@/shared/images/queries'
import { stepFace } from '@/shared/images/family/faces'
import { pickingOf } from '@/shared/images/selection/selection'
import { usePerform } from '@/shared/images/use-image-actions'
import type { MenuGroups } from '@/shared/ui/menu'
import { useImageContext } from '../use-image-context'
import { clearSelection, selectCell, selectCells, useCanvas } from './canvas-state'
import type { Cell } from './cells'
import { neighbour } from './grid'
import { targetOf } from './target'

const keysOf = (cells: readonly Cell[]) => cells.map(({ key }) => key)
const MOVES = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End']

const cellAt = (target: EventTarget): string | undefined =>
  (target as HTMLElement).closest<HTMLElement>('[data-cell]')?.dataset.cell

function focusCell(key: string): boolean {
  const cell = document.querySelector<HTMLElement>(`[data-cell="${key}"]`)
  cell?.focus()
  return cell !== null
}

/** What pointer and keyboard do on the canvas. One set of handlers for all cells. */
export function useCanvasHands(run: Run, cells: readonly Cell[], columns: number, scrollToRow: (row: number) => void) {
  const client = useQueryClient()
  const context = useImageContext()
  const perform = usePerform(context)

  const target = () => {
    const { focused, selected } = useCanvas.getState()
    return focused === null ? null : targetOf(client, run, cells, focused, selected)
  }
  const goTo = (index: number, add: boolean) => {
    const key = cells[index]?.key
    if (!key) return
    scrollToRow(Math.floor(index / columns))
    selectCell(key, add ? 'range' : 'only', keysOf(cells))
    // At once where it is there, or the next key press would still go to the cell before.
    if (!focusCell(key)) requestAnimationFrame(() => focusCell(key))
  }

  const chooseAll = () => {
    selectCells(keysOf(cells))
    // What can be done to those out of sight must be known as well.
    for (const { imageId } of cells) if (imageId) void client.query(imageQuery(imageId)).catch(() => null)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const key = cellAt(event.target)
    // A button or field inside a cell has its own keys.
    if (!key || !(event.target as HTMLElement).matches('[data-cell]')) return
    const index = cells.findIndex((cell) => cell.key === key)
    if (MOVES.includes(event.key)) goTo(neighbour(index, event.key, columns, cells.length), event.shiftKey)
    else if (event.key === 'Escape') clearSelection()
    else if (event.key === '[' || event.key === ']') stepFace(client, run.id, cells[index]?.imageId, event.key === ']' ? 1 : -1)
    else if (shortcutOf(event.nativeEvent) === 'mod+a') chooseAll()
    else {
      useCanvas.setState({ focused: key })
      const what = target()
      const pressed = event.key === 'Enter' ? 'space' : shortcutOf(event.nativeEvent)
      const action = what && actionsFor(what, context).find(({ shortcut }) => shortcut === pressed)
      if (!action) return
      if (!event.repeat) perform(action, what)
    }
    event.preventDefault()
  }
  const onFocus = (event: FocusEvent) => {
    if ((event.target as HTMLElement).matches('[data-cell]')) useCanvas.setState({ focused: cellAt(event.target) ?? null })
  }
  const onClick = (event: MouseEvent) => {
    const key = cellAt(event.target)
    if (!key) return clearSelection()
    selectCell(key, pickingOf(event), keysOf(cells))
  }
  const onDoubleClick = (event: MouseEvent) => {
    const what = cellAt(event.target) ? target() : null
    const view = what && actionsFor(what, context).find(({ id }) => id === 'view')
    if (view) perform(view, what)
  }
  const onContextMenu = (event: MouseEvent) => {
    const key = cellAt(event.target)
    if (!key) return event.preventDefault()
    if (!useCanvas.getState().selected.has(key)) selectCell(key)
    useCanvas.setState({ focused: key })
  }
  const menu = (): MenuGroups => {
    const what = target()
    return what ? menuFor(what, context, (action) => perform(action, what)) : []
  }
  return { menu, handlers: { onFocus, onKeyDown, onClick, onDoubleClick, onContextMenu } }
}
