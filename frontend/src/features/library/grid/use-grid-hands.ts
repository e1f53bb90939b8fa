import { useQueryClient } from '@tanstack/react-query'
import { useLayoutEffect, useRef, type FocusEvent, type KeyboardEvent, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { shortcutOf } from '@/shared/commands/shortcut'
import { asErrorInfo, errorWords } from '@/shared/errors/error-text'
import { actionsFor, menuFor } from '@/shared/images/image-actions'
import { pickingOf, type Picking } from '@/shared/images/selection/selection'
import { usePerform } from '@/shared/images/use-image-actions'
import type { MenuGroups } from '@/shared/ui/menu'
import { toast } from '@/shared/ui/toasts'
import { useLook, type Look } from '../look/look-state'
import { idsBetween } from '../queries'
import { targetAt } from '../target'
import { useImageContext } from '../use-image-context'
import { clearSelection, MOST_SELECTED, useGrid } from './grid-state'
import { moved, type TileLayout } from './layout'

const MOVES = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End']

interface Here {
  id: string
  index: number
}

const tileAt = (target: EventTarget | null): Here | null => {
  const tile = (target as HTMLElement | null)?.closest<HTMLElement>('[data-tile]')
  return tile?.dataset.tile ? { id: tile.dataset.tile, index: Number(tile.dataset.index) } : null
}

function focusTile(index: number, tries = 20): void {
  const tile = document.querySelector<HTMLElement>(`[data-index="${index}"]`)
  if (tile) tile.focus({ preventScroll: true })
  // Its page may be on the way yet.
  else if (tries > 0) requestAnimationFrame(() => focusTile(index, tries - 1))
}

/** What pointer and keyboard do in the library's grid. One set of handlers for all tiles. */
export function useGridHands(look: Look, layout: TileLayout, total: number, inSight: number, scrollToRow: (row: number) => void) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const context = useImageContext()
  const perform = usePerform(context)
  const turns = useRef(0)
  const held = useRef<Here | null>(null)
  // Tiles of another size are other elements: the focus is given to the one that stands for the one that had it.
  useLayoutEffect(() => {
    if (held.current !== null && document.activeElement === document.body) focusTile(held.current.index)
  }, [layout])
  // A picture that comes in moves the others on: the focus goes with the picture that had it, for the next key is meant for that one.
  useLayoutEffect(() => {
    const [had, here] = [held.current, tileAt(document.activeElement)]
    if (!had || !here || had.id === here.id) return
    const tile = document.querySelector<HTMLElement>(`[data-tile="${had.id}"]`)
    held.current = here
    if (!tile) return
    const by = Number(tile.dataset.index) - had.index
    useGrid.setState(({ anchor }) => ({ anchor: anchor === null ? null : anchor + by }))
    tile.focus({ preventScroll: true })
  })

  const choose = async (index: number, id: string | null, how: Picking) => {
    const { selected, anchor } = useGrid.getState()
    if (how !== 'range') {
      const next = new Set(how === 'toggle' ? selected : [])
      if (id && !(how === 'toggle' && next.delete(id))) next.add(id)
      return useGrid.setState({ selected: next, anchor: index, focused: index })
    }
    const from = anchor ?? index
    useGrid.setState({ focused: index, anchor: from })
    await chooseBetween(Math.min(from, index), Math.max(from, index))
  }
  /** Whoever chose anew, or looks at others, while the ids were asked for does not get these. */
  const chooseBetween = async (from: number, to: number) => {
    const { selected } = useGrid.getState()
    const turn = ++turns.current
    const isWanted = () => turn === turns.current && useGrid.getState().selected === selected && useLook.getState().look === look
    try {
      // One more than can be chosen, which tells that there are more.
      const ids = await idsBetween(client, look, from, Math.min(to, from + MOST_SELECTED))
      if (isWanted()) useGrid.setState({ selected: new Set(capped(ids)) })
    } catch (error) {
      toast(errorWords(t, asErrorInfo(error)).title, { kind: 'error' })
    }
  }
  const capped = (ids: string[]) => {
    if (ids.length > MOST_SELECTED) toast(t('library.mostSelected', { count: MOST_SELECTED }))
    return ids.slice(0, MOST_SELECTED)
  }
  const chooseAll = () => {
    useGrid.setState({ anchor: 0 })
    void chooseBetween(0, total - 1)
  }

  const goTo = (index: number, add: boolean) => {
    scrollToRow(Math.floor(index / layout.columns))
    const id = document.querySelector<HTMLElement>(`[data-index="${index}"]`)?.dataset.tile ?? null
    void choose(index, id, add ? 'range' : 'only')
    focusTile(index)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const here = tileAt(event.target)
    if (!here || event.target !== (event.target as HTMLElement).closest('[data-tile]')) return
    const pressed = event.key === 'Enter' ? 'space' : shortcutOf(event.nativeEvent)
    if (MOVES.includes(event.key)) goTo(moved(here.index, event.key, layout, total, inSight), event.shiftKey)
    else if (event.key === 'Escape') clearSelection()
    else if (pressed === 'mod+a') chooseAll()
    else if (pressed === 'mod+space') void choose(here.index, here.id, 'toggle')
    else {
      const target = targetAt(client, look, here.id)
      const action = actionsFor(target, context).find(({ shortcut }) => shortcut === pressed)
      if (!action) return
      if (!event.repeat) perform(action, target)
      if (action.id === 'delete') clearSelection()
    }
    event.preventDefault()
  }
  const onFocus = (event: FocusEvent) => {
    const here = tileAt(event.target)
    held.current = here
    if (here) useGrid.setState({ focused: here.index })
  }
  const onBlur = () => {
    held.current = null
  }
  const onClick = (event: MouseEvent) => {
    const here = tileAt(event.target)
    if (here) void choose(here.index, here.id, pickingOf(event))
  }
  const onDoubleClick = (event: MouseEvent) => {
    const here = tileAt(event.target)
    const target = here && targetAt(client, look, here.id)
    const view = target && actionsFor(target, context).find(({ id }) => id === 'view')
    if (view) perform(view, target)
  }
  const onContextMenu = (event: MouseEvent) => {
    const here = tileAt(event.target)
    if (!here) return event.preventDefault()
    if (useGrid.getState().selected.has(here.id)) useGrid.setState({ focused: here.index })
    else void choose(here.index, here.id, 'only')
  }
  const menu = (): MenuGroups => {
    const id = document.querySelector<HTMLElement>(`[data-index="${useGrid.getState().focused}"]`)?.dataset.tile
    return id ? menuFor(targetAt(client, look, id), context, (action) => perform(action, targetAt(client, look, id))) : []
  }
  return { menu, handlers: { onFocus, onBlur, onKeyDown, onClick, onDoubleClick, onContextMenu } }
}
