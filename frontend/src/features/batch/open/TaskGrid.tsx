import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useBox } from '@/shared/images/use-box'
import { TaskCard } from './TaskCard'
import { TaskMenu } from './TaskMenu'
import type { TaskListProps } from './TaskTable'
import { useTasksInSight } from './use-tasks'
import { useBatchView } from './view-state'

const MIN_WIDTH = 290
const GAP = 12
const PADDING = 16
const CAPTION = 40

/** Each task's base image with its results beside it. */
export function TaskGrid({ id, filter, count }: TaskListProps) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const { width } = useBox(scroller)
  const at = useBatchView((view) => view.at)
  const room = Math.max(MIN_WIDTH, width - 2 * PADDING)
  const columns = Math.max(1, Math.floor((room + GAP) / (MIN_WIDTH + GAP)))
  const cell = Math.floor((room - GAP * (columns - 1)) / columns)
  const height = Math.round(cell / 2) + CAPTION
  // eslint-disable-next-line react-hooks/incompatible-library -- it is read here and handed to nobody
  const virtual = useVirtualizer({
    count: Math.ceil(count / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (row) => `${row}:${columns}:${height}`,
    gap: GAP,
    paddingStart: 14,
    paddingEnd: 14,
    overscan: 2,
  })
  const rows = virtual.getVirtualItems()
  const taskAt = useTasksInSight(id, filter, (rows[0]?.index ?? 0) * columns, (rows.at(-1)?.index ?? 0) * columns + columns - 1)
  useEffect(() => {
    if (at !== null) virtual.scrollToIndex(Math.floor(at / columns))
  }, [at, columns, virtual])
  return (
    <TaskMenu id={id} filter={filter}>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
        {width > 0 && (
          <ul aria-label={t('batch.table.tasks')} className="relative m-0 list-none p-0" style={{ height: virtual.getTotalSize() }}>
            {rows.flatMap((row) =>
              Array.from({ length: Math.min(columns, count - row.index * columns) }, (_, column) => {
                const index = row.index * columns + column
                return (
                  <TaskCard
                    key={index}
                    index={index}
                    task={taskAt(index)}
                    isShown={index === at}
                    box={{ top: row.start, left: PADDING + column * (cell + GAP), width: cell, height }}
                  />
                )
              }),
            )}
          </ul>
        )}
      </div>
    </TaskMenu>
  )
}
