import { useQueryClient } from '@tanstack/react-query'
import { ArrowDown, ArrowUp, Ban, Columns2, Maximize, RotateCcw, SkipForward, Star } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { BatchTask } from '@/bridge/contract'
import type { TaskFilter } from '@/shared/batch/queries'
import { useCommands, type Command } from '@/shared/commands/registry'
import { useAct } from '@/shared/images/use-act'
import { askAgain, compare, isRetryable, isSkippable, look, skip, toggleFavourite, toggleRejected } from './task-hands'
import { useReadOnly } from '@/shared/studio/queries'
import { useTaskPrice } from './use-price'
import { taskHere, useTaskAt, useTasksHere } from './use-tasks'
import { lookAt, useBatchView } from './view-state'

const MOST_PICTURES = 5

/** J and K go through the tasks; 1 to 5 keep the picture of that number, X throws the task out. */
export function useHands(id: string, filter: TaskFilter, count: number): void {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { act } = useAct()
  const here = useTasksHere(id, filter)
  const readOnly = useReadOnly()
  const shown = useTaskAt(id, filter, useBatchView(({ at }) => at))
  const mayAsk = !readOnly && shown !== undefined && isRetryable(shown)
  const price = useTaskPrice(mayAsk ? shown : undefined)
  const commands = useMemo((): Command[] => {
    const step = (by: number) => () => {
      const { at } = useBatchView.getState()
      if (count > 0) lookAt(Math.min(count - 1, Math.max(0, at === null ? 0 : at + by)))
    }
    const on = (work: (task: BatchTask) => void | Promise<void>) => () => {
      const { at } = useBatchView.getState()
      const task = at === null ? undefined : taskHere(client, id, filter, at)
      if (task) void act(async () => work(task))
    }
    const one = (number: number): Command => ({
      id: `batch.keep.${number}`,
      section: 'image',
      icon: Star,
      label: t('batch.command.keep', { number }),
      shortcut: String(number),
      perform: on((task) => toggleFavourite(client, task, number - 1)),
    })
    return [
      { id: 'batch.next', section: 'image', icon: ArrowDown, label: t('batch.command.next'), shortcut: 'j', perform: step(1) },
      { id: 'batch.previous', section: 'image', icon: ArrowUp, label: t('batch.command.previous'), shortcut: 'k', perform: step(-1) },
      ...Array.from({ length: MOST_PICTURES }, (_, index) => one(index + 1)),
      { id: 'batch.reject', section: 'image', icon: Ban, label: t('batch.command.reject'), shortcut: 'x', perform: on((task) => toggleRejected(client, task)) },
      { id: 'batch.look', section: 'image', icon: Maximize, label: t('batch.command.look'), shortcut: 'space', perform: on((task) => look(task, here())) },
      { id: 'batch.compare', section: 'image', icon: Columns2, label: t('batch.command.compare'), shortcut: 'c', perform: on(compare) },
      { id: 'batch.again', section: 'image', icon: RotateCcw, label: t('batch.command.again'), shortcut: 'r', note: price ?? undefined, perform: mayAsk && on((task) => askAgain(client, task)) },
      { id: 'batch.skip', section: 'image', icon: SkipForward, label: t('batch.command.skip'), shortcut: 's', perform: on((task) => (isSkippable(task) ? skip(client, task) : undefined)) },
    ]
  }, [t, client, act, here, id, filter, count, mayAsk, price])
  useCommands(commands)
}
