import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Job } from '@/shared/jobs/jobs'
import { useJobs } from '@/shared/jobs/jobs'
import { useModelLabel } from '@/shared/models/queries'
import { Button } from '@/shared/ui/Button'
import { IconButton } from '@/shared/ui/IconButton'
import { Popover } from '@/shared/ui/Popover'
import { ProgressBar } from '@/shared/ui/ProgressBar'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { Spinner } from '@/shared/ui/Spinner'
import { cancelAll, cancelJob } from './cancel-jobs'
import { pillClass } from './pill'
import { useWorks, type Work } from './works'

/** “2 running · 41 queued”, or how far the one work is; there only while something is. Opens the list with its cancels. */
export function JobsPill() {
  const { t } = useTranslation()
  const jobs = Object.values(useJobs((state) => state.jobs))
  const works = useWorks()
  if (jobs.length + works.length === 0) return null
  const queued = jobs.filter((job) => job.state !== 'running').length
  const running = jobs.length - queued + works.length
  const only = works.length === 1 && jobs.length === 0 ? works[0] : undefined
  const words = only
    ? [`${only.label} ${only.done} / ${only.total}`, only.left]
    : [running > 0 && t('jobs.running', { count: running }), queued > 0 && t('jobs.queued', { count: queued })]
  return (
    <Popover
      align="end"
      className="w-80 p-0"
      label={t('jobs.title')}
      trigger={
        <button type="button" className={pillClass}>
          <Spinner size={13} className="text-accent-text" />
          <span className="tabular-nums">{words.filter(Boolean).join(' · ')}</span>
        </button>
      }
    >
      <div className="p-3 pb-1">
        <SectionTitle>{t('jobs.title')}</SectionTitle>
      </div>
      <ul className="m-0 max-h-80 list-none overflow-y-auto px-1.5 py-0">
        {works.map((work) => (
          <WorkRow key={work.id} work={work} />
        ))}
        {jobs.map((job) => (
          <JobRow key={job.id} job={job} />
        ))}
      </ul>
      <div className="flex justify-end border-t border-line p-2">
        <Button size="sm" variant="danger" onClick={() => void cancelAll()}>
          {t('jobs.cancelAll')}
        </Button>
      </div>
    </Popover>
  )
}

function WorkRow({ work: { label, done, total, part, failed, left, stop } }: { work: Work }) {
  const { t } = useTranslation()
  const notes = [left, failed > 0 && t('jobs.failed', { count: failed })].filter(Boolean)
  return (
    <li className="flex items-center gap-2 rounded-control py-1 pl-2 hover:bg-press">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <span className="flex justify-between gap-2">
          <span className="min-w-0 truncate">{label}</span>
          <span className="shrink-0 text-sm text-faint tabular-nums">
            {done} / {total}
          </span>
        </span>
        <ProgressBar label={label} part={part} />
        {notes.length > 0 && <span className="text-sm text-faint tabular-nums">{notes.join(' · ')}</span>}
      </div>
      <IconButton icon={X} size="sm" label={t('jobs.cancelOne', { model: label })} onClick={stop} />
    </li>
  )
}

function JobRow({ job }: { job: Job }) {
  const { t } = useTranslation()
  const model = useModelLabel()(job.model)
  const note = job.waitingUntil ? t('jobs.waiting') : job.state === 'queued' ? t('jobs.queuedOne') : null
  return (
    <li className="flex items-center gap-2 rounded-control py-0.5 pl-2 hover:bg-press">
      <span className="min-w-0 flex-1 truncate">{model}</span>
      {note && <span className="shrink-0 text-sm text-faint">{note}</span>}
      <IconButton icon={X} size="sm" label={t('jobs.cancelOne', { model })} onClick={() => void cancelJob(job.id)} />
    </li>
  )
}
