import { useQueryClient } from '@tanstack/react-query'
import { Ban, RotateCcw, SkipForward } from 'lucide-react'
import { useRef, type MouseEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { BatchTask } from '@/bridge/contract'
import type { TaskFilter } from '@/shared/batch/queries'
import { menuFor } from '@/shared/images/image-actions'
import { imageQuery } from '@/shared/images/queries'
import { useAct } from '@/shared/images/use-act'
import { usePerform } from '@/shared/images/use-image-actions'
import { ContextMenu } from '@/shared/ui/ContextMenu'
import type { MenuGroups, MenuItem } from '@/shared/ui/menu'
import { useReadOnly } from '@/shared/studio/queries'
import { useImageContext } from '../use-image-context'
import { askAgain, isRetryable, isSkippable, look, skip, toggleRejected } from './task-hands'
import { priced, useTaskPrice } from './use-price'
import { picturesOf, taskHere, useTaskAt, useTasksHere } from './use-tasks'
import { lookAt, useBatchView } from './view-state'

interface TaskMenuProps {
  id: string
  filter: TaskFilter
  children: ReactNode
}

const placeOf = (event: MouseEvent): number | null => {
  const found = (event.target as Element).closest<HTMLElement>('[data-task]')?.dataset.task
  return found === undefined ? null : Number(found)
}

/** What can be done with a task and its picture: a right click, or the menu key. A double click looks closer. */
export function TaskMenu({ id, filter, children }: TaskMenuProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const context = useImageContext()
  const perform = usePerform(context)
  const { act } = useAct()
  const here = useTasksHere(id, filter)
  const readOnly = useReadOnly()
  const shown = useTaskAt(id, filter, useBatchView(({ at }) => at))
  const price = useTaskPrice(shown && isRetryable(shown) ? shown : undefined)
  const place = useRef<number | null>(null)
  const task = () => (place.current === null ? undefined : taskHere(client, id, filter, place.current))
  const note = (event: MouseEvent) => {
    place.current = placeOf(event)
    const first = picturesOf(task() ?? { image_ids: [], made: {} })[0]
    if (place.current === null) return event.preventDefault()
    lookAt(place.current)
    // What can be done to the picture is asked once it is known.
    if (first) void client.query(imageQuery(first)).catch(() => null)
  }
  const own = (of: BatchTask): MenuItem[] => {
    const item = (name: string, icon: MenuItem['icon'], shortcut: string, work: () => Promise<void>): MenuItem => ({
      id: name,
      label: t(`batch.command.${name}`, { context: name === 'reject' && of.rejected ? 'off' : undefined }),
      icon,
      shortcut,
      onSelect: () => void act(work),
    })
    const again = item('again', RotateCcw, 'r', () => askAgain(client, of))
    return [
      ...(isRetryable(of) ? [{ ...again, label: priced(again.label, of.id === shown?.id ? price : null), disabled: readOnly }] : []),
      ...(isSkippable(of) ? [item('skip', SkipForward, 's', () => skip(client, of))] : []),
      ...(of.image_ids.length > 0 ? [item('reject', Ban, 'x', () => toggleRejected(client, of))] : []),
    ]
  }
  const groups = (): MenuGroups => {
    const of = task()
    if (!of) return []
    const images = picturesOf(of).flatMap((each) => client.getQueryData(imageQuery(each).queryKey) ?? [])
    const target = { images: images.slice(0, 1), generation: null, run: null, among: here().flatMap(picturesOf) }
    const pictures = images.length > 0 ? menuFor(target, context, (action) => perform(action, target)) : []
    return [own(of), ...pictures]
  }
  const open = (event: MouseEvent) => {
    place.current = placeOf(event)
    const of = task()
    if (of) look(of, here())
  }
  return (
    <ContextMenu groups={groups}>
      <div onContextMenuCapture={note} onDoubleClick={open} className="flex min-h-0 flex-1 flex-col">
        {children}
      </div>
    </ContextMenu>
  )
}
