import { ImageOff, Star } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { BatchTask } from '@/bridge/contract'
import { Thumb } from '@/shared/images/Thumb'
import { useModelLabel } from '@/shared/models/queries'
import { cx } from '@/shared/ui/cx'
import { FileName } from './FileName'
import { StateWords } from './StateWords'
import { useFocusAlong } from './use-focus-along'
import { isFavourite, picturesOf } from './use-tasks'
import { lookAt } from './view-state'

interface TaskCardProps {
  index: number
  task: BatchTask | undefined
  isShown: boolean
  box: { top: number; left: number; width: number; height: number }
}

const MOST = 4

/** The base image at the left, what came of it at the right. */
export const TaskCard = memo(function TaskCard({ index, task, isShown, box }: TaskCardProps) {
  const label = useModelLabel()
  const ref = useFocusAlong<HTMLLIElement>(isShown)
  return (
    <li
      ref={ref}
      data-task={index}
      aria-label={task && `${task.position + 1} · ${task.base_name ?? task.prompt}`}
      aria-current={isShown || undefined}
      tabIndex={isShown || index === 0 ? 0 : -1}
      onFocus={(event) => event.target === event.currentTarget && lookAt(index)}
      onClick={() => lookAt(index)}
      className={cx(
        'absolute flex flex-col overflow-hidden rounded-card border bg-panel',
        isShown ? 'border-accent-line shadow-[0_0_0_1px_var(--accent-line)]' : 'border-line',
        task?.rejected && '[&_canvas]:opacity-40 [&_img]:opacity-40',
      )}
      style={box}
    >
      {task && (
        <>
          <div className="flex min-h-0 flex-1 bg-well">
            {task.base_image_id && (
              <div className="min-w-0 flex-1 border-r border-line">
                <Thumb id={task.base_image_id} size={320} alt={task.base_name ?? ''} fit="contain" className="size-full" />
              </div>
            )}
            <Results task={task} />
          </div>
          <div className="flex h-[38px] shrink-0 items-center gap-2 px-2.5">
            <span className="text-xs text-faint tabular-nums">{task.position + 1}</span>
            <span className="min-w-0 flex-1">
              <span className="block truncate text-sm" title={task.base_name ?? task.prompt}>
                {task.base_name ? <FileName name={task.base_name} /> : task.prompt}
              </span>
              <span className="block truncate text-xs text-faint" title={label(task.model)}>
                {label(task.model)}
              </span>
            </span>
            <span className="max-w-[46%] min-w-0 text-sm">
              <StateWords task={task} />
            </span>
          </div>
        </>
      )}
    </li>
  )
})

function Results({ task }: { task: BatchTask }) {
  const { t } = useTranslation()
  const pictures = picturesOf(task).slice(0, MOST)
  if (pictures.length === 0) {
    return (
      <div className="grid min-w-0 flex-1 place-items-center text-dim">
        <ImageOff size={20} strokeWidth={1.4} aria-hidden />
      </div>
    )
  }
  return (
    <div className={cx('grid min-w-0 flex-1', pictures.length > 1 && 'grid-cols-2', pictures.length > 2 && 'grid-rows-2')}>
      {pictures.map((id, index) => (
        <div key={id} className="relative min-h-0 min-w-0">
          <Thumb id={id} size={320} alt={t('images.alt', { model: task.model, prompt: task.prompt })} fit="contain" className="size-full" />
          {isFavourite(task, index, id) && (
            <span className="absolute right-1 bottom-1 grid size-5 place-items-center rounded bg-black/75 text-accent">
              <Star size={12} fill="currentColor" aria-hidden />
            </span>
          )}
        </div>
      ))}
    </div>
  )
}
