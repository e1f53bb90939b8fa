import { useQuery } from '@tanstack/react-query'
import { LayoutGrid } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Estimate, ModelInfo, RunParams } from '@/bridge/contract'
import { formatPrice } from '@/shared/images/image-format'
import { groupModels } from '@/shared/models/order'
import { estimateQuery, useModels } from '@/shared/models/queries'
import { ParameterPanel } from '@/shared/parameters/ParameterPanel'
import { providerLabel } from '@/shared/providers/provider-words'
import { navigate } from '@/shared/studio/navigation'
import { Button } from '@/shared/ui/Button'
import { Checkbox } from '@/shared/ui/Checkbox'
import { TextField } from '@/shared/ui/Field'
import { Popover } from '@/shared/ui/Popover'

interface ModelChooserProps {
  /** For the prices of the list. */
  prompt: string
  chosen: readonly ModelInfo[]
  params: RunParams
  estimate: Estimate | undefined
  onToggle: (id: string) => void
  onParams: (changes: Partial<RunParams>) => void
}

/** The models that make pictures, and what is asked of them. */
export function ModelChooser({ prompt, chosen, params, estimate, onToggle, onParams }: ModelChooserProps) {
  const { t } = useTranslation()
  return (
    <Popover
      side="top"
      align="start"
      label={t('compare.models.title')}
      className="flex max-h-[min(600px,var(--radix-popover-content-available-height))] w-[min(320px,calc(100vw-32px))] flex-col p-0"
      trigger={
        <Button size="sm" icon={LayoutGrid}>
          {t('reproduce.prompt.models', { count: chosen.length })}
        </Button>
      }
    >
      <Choice prompt={prompt} chosen={chosen} params={params} onToggle={onToggle} />
      <ParameterPanel models={chosen} estimate={estimate} params={params} onChange={onParams} />
    </Popover>
  )
}

function Choice({ prompt, chosen, params, onToggle }: Pick<ModelChooserProps, 'prompt' | 'chosen' | 'params' | 'onToggle'>) {
  const { t, i18n } = useTranslation()
  const [text, setText] = useState('')
  const models = useModels()
  const { usable } = groupModels(models, text)
  const ids = models.filter(({ available }) => available).map(({ id }) => id)
  const { data } = useQuery(estimateQuery(prompt, ids, params))
  const costs = new Map(data?.models.map(({ model, cost }) => [model, cost]))
  return (
    <div className="flex min-h-[150px] flex-col p-2.5">
      <TextField type="search" value={text} onChange={(event) => setText(event.target.value)} placeholder={t('compare.models.filter')} aria-label={t('compare.models.filter')} />
      <ul className="mt-1.5 mb-0 min-h-0 flex-1 list-none overflow-y-auto p-0">
        {usable.map((model) => (
          <li key={model.id}>
            <label className="flex min-w-0 items-center gap-2.5 rounded-control px-1.5 py-1.5 hover:bg-press">
              <Checkbox aria-label={model.label} checked={chosen.some(({ id }) => id === model.id)} onChange={() => onToggle(model.id)} />
              <span className="min-w-0 flex-1">
                <span className="block truncate" title={model.label}>
                  {model.label}
                </span>
                <Source model={model} />
              </span>
              {costs.has(model.id) && <span className="shrink-0 text-sm text-muted tabular-nums">{formatPrice(t, i18n.language, costs.get(model.id))}</span>}
            </label>
          </li>
        ))}
      </ul>
      <Button size="sm" variant="quiet" className="mt-1 self-start" onClick={() => navigate('keys')}>
        {t('reproduce.prompt.more')}
      </Button>
    </div>
  )
}

function Source({ model: { provider: id, provider_label: label } }: { model: ModelInfo }) {
  const { t } = useTranslation()
  const words = providerLabel(t, { id, label })
  return (
    <span className="block truncate text-xs text-faint" title={words}>
      {words}
    </span>
  )
}
