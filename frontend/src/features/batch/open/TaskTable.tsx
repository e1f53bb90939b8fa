import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { TaskFilter } from '@/shared/batch/queries'
import { useModelLabel } from '@/shared/models/queries'
import { TaskRow } from './TaskRow'
import { TaskMenu } from './TaskMenu'
import { useTasksInSight } from './use-tasks'
import { useBatchView } from './view-state'

export interface TaskListProps {
  id: string
  filter: TaskFilter
  count: number
}

const ROW = 52
/** It stays in sight above the rows, and takes so much of their room. */
const HEAD = 32
const COLUMNS = ['number', 'base', 'results', 'prompt', 'model', 'state', 'cost'] as const

/** One line for each task; of fifty thousand only those in sight are in the page. */
export function TaskTable({ id, filter, count }: TaskListProps) {
  const { t } = useTranslation()
  const label = useModelLabel()
  const scroller = useRef<HTMLDivElement>(null)
  const at = useBatchView((view) => view.at)
  // eslint-disable-next-line react-hooks/incompatible-library -- it is read here and handed to nobody
  const virtual = useVirtualizer({ count, getScrollElement: () => scroller.current, estimateSize: () => ROW, scrollPaddingEnd: HEAD, overscan: 8 })
  const items = virtual.getVirtualItems()
  const taskAt = useTasksInSight(id, filter, items[0]?.index ?? 0, items.at(-1)?.index ?? 0)
  const isBare = taskAt(items[0]?.index ?? 0)?.base_image_id === null
  useEffect(() => {
    if (at !== null) virtual.scrollToIndex(at)
  }, [at, virtual])
  return (
    <TaskMenu id={id} filter={filter}>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto" tabIndex={-1}>
        <div role="table" aria-label={t('batch.table.tasks')} aria-rowcount={count + 1} data-bare={isBare || undefined} className="task-columns relative">
          <div role="row" className="sticky top-0 z-10 grid h-8 items-center gap-x-3 border-b border-line bg-bg px-4 text-xs text-faint">
            {COLUMNS.map((column) => (
              <span key={column} role="columnheader" className={`truncate ${column === 'cost' ? 'text-right' : ''}`}>
                {t(`batch.column.${column}`)}
              </span>
            ))}
          </div>
          <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => {
              const task = taskAt(item.index)
              return <TaskRow key={item.index} index={item.index} task={task} model={task ? label(task.model) : ''} isShown={item.index === at} top={item.start} height={ROW} />
            })}
          </div>
        </div>
      </div>
    </TaskMenu>
  )
}
