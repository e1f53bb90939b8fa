import { useTranslation } from 'react-i18next'
import type { RefineIteration, RefineSession } from '@/bridge/contract'
import { errorWords } from '@/shared/errors/error-text'
import { Elapsed } from '@/shared/images/Elapsed'
import { useJobs } from '@/shared/jobs/jobs'
import { useModelLabel } from '@/shared/models/queries'
import { Shimmer } from '@/shared/ui/Shimmer'

/** In place of a picture: it is being made, it is still to be made, or why it did not come. */
export function Waiting({ session, iteration: { index, failure, generation_id } }: { session: RefineSession; iteration: RefineIteration }) {
  const { t } = useTranslation()
  const label = useModelLabel()(session.model)
  const job = useJobs(({ jobs }) => (generation_id ? jobs[generation_id] : undefined))
  if (failure) {
    const { title, charged } = errorWords(t, failure, { model: label })
    return (
      <span className="absolute inset-0 flex flex-col items-center justify-center gap-1 overflow-hidden p-2 text-center text-sm">
        <span className="font-semibold text-bad">{title}</span>
        <span className="text-xs text-muted">{charged}</span>
      </span>
    )
  }
  const isAtWork = session.status === 'running' && session.step_iteration === index
  return (
    <span className="absolute inset-0 grid place-items-center overflow-hidden text-center text-sm text-muted">
      {isAtWork && <Shimmer />}
      <span className="relative px-2">
        {job?.waitingUntil ? <Elapsed until={job.waitingUntil} /> : job?.started ? <span className="text-xl font-light text-text"><Elapsed since={job.started} /></span> : t(isAtWork ? `refine.short.${session.step ?? 'write'}` : 'refine.short.open')}
      </span>
    </span>
  )
}
