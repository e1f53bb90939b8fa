import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useQueryClient } from '@tanstack/react-query'
import { Ban, Columns2, Star } from 'lucide-react'
import type { BatchTask } from '@/bridge/contract'
import type { TaskFilter } from '@/shared/batch/queries'
import { formatPrice } from '@/shared/images/image-format'
import { Thumb } from '@/shared/images/Thumb'
import { useAct } from '@/shared/images/use-act'
import { useModelLabel } from '@/shared/models/queries'
import { Button } from '@/shared/ui/Button'
import { IconButton } from '@/shared/ui/IconButton'
import { AskAgain } from './AskAgain'
import { TaskProblem } from './TaskProblem'
import { compare, look, toggleFavourite, toggleRejected } from './task-hands'
import { isFavourite, picturesOf, useTasksHere, useTasksInSight } from './use-tasks'
import { lookAt } from './view-state'

interface InspectorProps {
  id: string
  filter: TaskFilter
  at: number
}

/** The task that is looked at: its pictures large, all of its prompt, what went wrong and what can be done. */
export function Inspector({ id, filter, at }: InspectorProps) {
  const { t } = useTranslation()
  const task = useTasksInSight(id, filter, at, at)(at)
  return (
    <aside aria-label={t('batch.task.title')} className="flex w-[300px] shrink-0 flex-col overflow-y-auto border-l border-line bg-panel max-[1280px]:w-[252px]">
      <div className="flex items-center justify-between pt-2 pr-2 pl-3.5">
        <h3 className="m-0 text-xs font-semibold tracking-[0.06em] text-muted uppercase tabular-nums">{task && t('batch.task.number', { number: task.position + 1 })}</h3>
        <IconButton icon={X} size="sm" label={t('common.close')} onClick={() => lookAt(null)} />
      </div>
      {task && <Details key={task.id} id={id} filter={filter} task={task} />}
    </aside>
  )
}

function Details({ id, filter, task }: { id: string; filter: TaskFilter; task: BatchTask }) {
  const { t, i18n } = useTranslation()
  const label = useModelLabel()
  const here = useTasksHere(id, filter)
  const pictures = picturesOf(task)
  return (
    <div className="flex flex-col gap-3 px-3.5 pt-1 pb-4">
      {task.base_image_id && (
        <figure className="m-0">
          <Thumb id={task.base_image_id} size={320} alt={task.base_name ?? ''} fit="contain" className="h-32 w-full rounded-card border border-line bg-well" />
          <figcaption className="mt-1 truncate text-sm text-faint" title={task.base_name ?? undefined}>
            {t('batch.task.base')} · {task.base_name}
          </figcaption>
        </figure>
      )}
      {pictures.map((picture, index) => (
        <Result key={picture} task={task} picture={picture} index={index} onLook={() => look(task, here(), index)} />
      ))}
      <Marks task={task} />
      <TaskProblem task={task} />
      <p className="m-0 break-words" data-selectable>
        {task.prompt}
      </p>
      <p className="m-0 text-sm text-faint tabular-nums">{[label(task.model), task.cost !== null && formatPrice(t, i18n.language, task.cost)].filter(Boolean).join(' · ')}</p>
      <AskAgain task={task} />
    </div>
  )
}

interface ResultProps {
  task: BatchTask
  picture: string
  index: number
  onLook: () => void
}

function Result({ task, picture, index, onLook }: ResultProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { act } = useAct()
  const kept = isFavourite(task, index, picture)
  return (
    <div className="relative">
      <button type="button" aria-label={t('images.action.view')} onClick={onLook} className="block h-44 w-full overflow-hidden rounded-card border border-line bg-well">
        <Thumb id={picture} size={768} alt={t('images.alt', { model: task.model, prompt: task.prompt })} fit="contain" className="size-full" />
      </button>
      <span className="absolute right-1.5 bottom-1.5">
        <IconButton
          icon={Star}
          size="sm"
          variant="glass"
          active={kept}
          className={kept ? '[&_svg]:fill-current text-accent!' : ''}
          label={t('batch.command.keep', { number: index + 1 })}
          shortcut={index < 5 ? String(index + 1) : undefined}
          onClick={() => void act(() => toggleFavourite(client, task, index))}
        />
      </span>
    </div>
  )
}

function Marks({ task }: { task: BatchTask }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { act } = useAct()
  if (task.image_ids.length === 0) return null
  const isComparable = task.base_image_id !== null || task.image_ids.length > 1
  return (
    <div className="flex flex-wrap gap-1.5">
      {isComparable && (
        <Button size="sm" icon={Columns2} onClick={() => compare(task)}>
          {t('batch.command.compare')}
        </Button>
      )}
      <Button size="sm" icon={Ban} aria-pressed={task.rejected} onClick={() => void act(() => toggleRejected(client, task))}>
        {t('batch.command.reject', { context: task.rejected ? 'off' : undefined })}
      </Button>
    </div>
  )
}
