import { RefreshCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Chip } from '@/shared/ui/Chip'
import { EmptyState } from '@/shared/ui/EmptyState'
import { SessionBar } from '../session/SessionBar'
import { focusGoal, GoalBox } from './GoalBox'
import { Setup } from './Setup'
import { useRefineDraft } from './use-draft'

const SAMPLES = ['lighthouse', 'foxes', 'harbour'] as const

/** What a new session is to reach, and with whom. */
export function Start() {
  const { t } = useTranslation()
  const { change } = useRefineDraft()
  const take = (goal: string) => {
    change({ goal })
    focusGoal()
  }
  return (
    <div className="flex h-full min-w-0">
      <Setup />
      <div className="flex min-w-0 flex-1 flex-col">
        <SessionBar session={undefined} />
        <div className="min-h-0 flex-1 overflow-y-auto">
          <EmptyState icon={RefreshCw} title={t('refine.start.title')} text={t('refine.start.text')}>
            <ol className="m-0 mb-2 flex w-full list-none flex-col gap-1.5 p-0 text-left text-muted">
              {(['checklist', 'first', 'loop'] as const).map((step, index) => (
                <li key={step} className="flex gap-2.5">
                  <span aria-hidden className="grid size-5 shrink-0 place-items-center rounded-full border border-line-strong text-xs tabular-nums">
                    {index + 1}
                  </span>
                  {t(`refine.start.step.${step}`)}
                </li>
              ))}
            </ol>
            {SAMPLES.map((sample) => (
              <Chip key={sample} className="h-auto w-full py-2 text-left whitespace-normal!" onClick={() => take(t(`refine.start.sample.${sample}`))}>
                {t(`refine.start.sample.${sample}`)}
              </Chip>
            ))}
          </EmptyState>
        </div>
        <GoalBox />
      </div>
    </div>
  )
}
