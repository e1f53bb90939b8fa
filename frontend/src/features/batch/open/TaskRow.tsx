import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { BatchTask } from '@/bridge/contract'
import { formatPrice } from '@/shared/images/image-format'
import { TinyThumb } from '@/shared/images/TinyThumb'
import { cx } from '@/shared/ui/cx'
import { FileName } from './FileName'
import { StateWords } from './StateWords'
import { Stamps } from './Stamps'
import { useFocusAlong } from './use-focus-along'
import { lookAt } from './view-state'

interface TaskRowProps {
  index: number
  /** `undefined` until its page is here. */
  task: BatchTask | undefined
  model: string
  isShown: boolean
  top: number
  height: number
}

/** A task in one line. */
export const TaskRow = memo(function TaskRow({ index, task, model, isShown, top, height }: TaskRowProps) {
  const { i18n, t } = useTranslation()
  const ref = useFocusAlong<HTMLDivElement>(isShown)
  return (
    <div
      ref={ref}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isShown}
      data-task={index}
      tabIndex={isShown || index === 0 ? 0 : -1}
      onFocus={(event) => event.target === event.currentTarget && lookAt(index)}
      onClick={() => lookAt(index)}
      className={cx(
        'absolute inset-x-0 grid items-center gap-x-3 border-b border-line px-4 -outline-offset-2',
        isShown ? 'bg-accent-soft' : 'hover:bg-raised',
        task?.rejected && '[&_canvas]:opacity-40 [&_img]:opacity-40',
      )}
      style={{ top, height }}
    >
      {task ? (
        <>
          <span role="cell" className="text-sm text-faint tabular-nums">
            {task.position + 1}
          </span>
          <span role="cell" className="flex min-w-0 items-center gap-2">
            {task.base_image_id && (
              <span className="size-9 shrink-0 overflow-hidden rounded border border-line">
                <TinyThumb id={task.base_image_id} width={36} height={36} />
              </span>
            )}
            <FileName name={task.base_name ?? '—'} />
          </span>
          <span role="cell" className="min-w-0 overflow-hidden">
            <Stamps task={task} size={36} />
          </span>
          <span role="cell" className={cx('line-clamp-2 min-w-0 leading-snug text-muted', task.rejected && 'line-through')} title={task.prompt}>
            {task.prompt}
          </span>
          <span role="cell" className="min-w-0 truncate text-muted" title={model}>
            {model}
          </span>
          <span role="cell" className="min-w-0">
            <StateWords task={task} />
          </span>
          <span role="cell" className="truncate text-right text-sm text-muted tabular-nums">
            {task.cost === null ? '—' : formatPrice(t, i18n.language, task.cost)}
          </span>
        </>
      ) : (
        <span role="cell" className="text-sm text-faint tabular-nums">
          …
        </span>
      )}
    </div>
  )
})
