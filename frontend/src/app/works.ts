import { useTranslation } from 'react-i18next'
import { useBringing } from '@/shared/jobs/bringing'
import { formatDuration } from '@/shared/jobs/duration'
import { secondsLeft, useImageJobs } from '@/shared/jobs/image-jobs'
import { cancelJob } from './cancel-jobs'

/** Something over many pictures that is under way: files coming in, or a job of the engine. */
export interface Work {
  id: string
  label: string
  done: number
  total: number
  /** 0..1 */
  part: number
  failed: number
  /** “2 min left”; nothing until it can be told. */
  left: string | null
  stop: () => void
}

export function useWorks(): Work[] {
  const { t } = useTranslation()
  const bringing = Object.values(useBringing(({ all }) => all))
  const jobs = Object.values(useImageJobs((state) => state.jobs)).filter(({ state }) => state === 'running')
  const leftIn = (seconds: number | null) => (seconds === null ? null : t('jobs.left', { time: formatDuration(t, seconds) }))
  return [
    ...bringing.map(({ left, ...rest }) => ({ ...rest, label: t('jobs.kind.bring'), failed: 0, left: leftIn(left) })),
    ...jobs.map((job) => ({
      id: job.id,
      label: t(`jobs.kind.${job.kind}`),
      done: job.done,
      total: job.total,
      part: job.done / job.total,
      failed: job.failed,
      left: leftIn(secondsLeft(job.id)),
      stop: () => void cancelJob(job.id),
    })),
  ]
}
