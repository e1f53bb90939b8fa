import { useQuery } from '@tanstack/react-query'
import { FlaskConical, Play } from 'lucide-react'
import { useMemo } from 'react'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { BatchPreview, Estimate } from '@/bridge/contract'
import { useBatchDraft } from '@/shared/batch/draft'
import { useCommands, type Command } from '@/shared/commands/registry'
import { asErrorInfo } from '@/shared/errors/error-text'
import { formatCost } from '@/shared/format'
import { ModelChooser } from '@/shared/models/ModelChooser'
import { toggled } from '@/shared/models/order'
import { overCap } from '@/shared/studio/caps'
import { spendQuery, useReadOnly } from '@/shared/studio/queries'
import { Button } from '@/shared/ui/Button'
import { Kbd } from '@/shared/ui/Kbd'
import { problemWords } from './problem-words'
import { PromptField } from './PromptField'
import { missingOf, useDraftModels, useDraftParams, type BatchRequest } from './request'
import { TRIAL, useStart } from './use-start'

interface ComposerProps {
  request: BatchRequest
  preview: BatchPreview | undefined
  error: unknown
  /** `preview` is of a moment ago: not what a press would buy now. */
  stale: boolean
}

/** The prompt, the models, and the two ways to begin: a few first, or all, with what it costs on the button. */
export function Composer({ request, preview, error, stale }: ComposerProps) {
  const { t, i18n } = useTranslation()
  const { start, busy } = useStart(request)
  const chosen = useDraftModels()
  const params = useDraftParams()
  const { data: spend } = useQuery(spendQuery)
  const missing = missingOf(request)
  const readOnly = useReadOnly()
  const isPossible = missing === null && !error && !!preview && preview.tasks > 0
  const isReady = isPossible && !stale && !readOnly
  const over = preview && overCap(spend && { ...spend, caps: { ...spend.caps, run: null } }, estimateOf(preview))
  const price = preview && priceOf(t, i18n.language, preview)
  // An unknown placeholder is marked in the prompt and named below it.
  const problem = error && asErrorInfo(error).details.reason !== 'placeholder' ? problemWords(t, asErrorInfo(error)) : null
  const note = readOnly ? t('app.readOnlyWhy') : missing ? t(`batch.missing.${missing}`) : (problem ?? (over ? t('batch.overCap') : null))
  useCommands(
    useMemo(
      (): Command[] => [
        { id: 'batch.start', section: 'do', icon: Play, label: t('batch.startNothing'), shortcut: 'mod+enter', perform: () => isReady && start(0) },
        { id: 'batch.try', section: 'do', icon: FlaskConical, label: t('batch.try', { count: TRIAL }), shortcut: 'mod+shift+enter', perform: () => isReady && start(TRIAL) },
      ],
      [t, isReady, start],
    ),
  )
  return (
    <div className="shrink-0 border-t border-line bg-panel px-5 py-3">
      <PromptField />
      <div className="mt-2 flex min-w-0 flex-wrap items-center gap-2">
        <ModelChooser
          prompt={request.prompt}
          chosen={chosen}
          params={params}
          estimate={undefined}
          onToggle={(id) => useBatchDraft.setState({ models: toggled(request.models, id) })}
          onParams={(changes) => useBatchDraft.setState({ params: { ...params, ...changes } })}
        />
        {note && (
          <span id="start-why" role={problem ? 'alert' : undefined} title={note} className={`line-clamp-2 min-w-0 flex-1 basis-40 text-sm leading-tight ${problem ? 'text-bad' : 'text-faint'}`}>
            {note}
          </span>
        )}
        <span className="ml-auto flex flex-wrap items-center justify-end gap-2">
          <Button icon={FlaskConical} disabled={!isReady} busy={busy} aria-describedby={note ? 'start-why' : undefined} title={t('batch.trialHint')} onClick={() => start(TRIAL)}>
            {t('batch.try', { count: Math.min(TRIAL, preview?.tasks ?? TRIAL) })}
          </Button>
          <Button variant="primary" disabled={!isReady} busy={busy} aria-describedby={note ? 'start-why' : undefined} onClick={() => start(0)}>
            {isPossible ? t('batch.start', { count: preview.tasks }) : t('batch.startNothing')}
            {isPossible && price && <span className="text-sm font-medium tabular-nums opacity-80">{price}</span>}
            <Kbd keys="mod+enter" className="text-accent-ink! opacity-75 max-[1280px]:hidden" />
          </Button>
        </span>
      </div>
    </div>
  )
}

/** `≈ $4.20`, `free`, `at least ≈ $4.20` where nobody knows what one of the models costs. */
function priceOf(t: TFunction, language: string, preview: BatchPreview): string {
  const { known_cost: known, unknown_models: unknown } = estimateOf(preview)
  if (unknown.length > 0 && known === 0) return t('compare.price.unknown')
  const price = known > 0 ? `≈ ${formatCost(known, language)}` : t('compare.price.free')
  return unknown.length > 0 ? t('compare.price.atLeast', { price }) : price
}

/** The whole batch as the caps look at it; each task is a call of its own. */
const estimateOf = (preview: BatchPreview): Estimate => ({
  models: preview.models.map(({ model, cost, tasks, problem }) => ({ model, cost, calls: tasks, size: null, adjustments: [], sent: {}, problem })),
  known_cost: preview.known_cost,
  unknown_models: preview.models.filter(({ cost, problem }) => cost === null && !problem).map(({ model }) => model),
})
