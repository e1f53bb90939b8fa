import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Reproduction } from '@/bridge/contract'
import { ModelChooser } from '@/shared/models/ModelChooser'
import { toggled } from '@/shared/models/order'
import { priceWords } from '@/shared/models/price-words'
import { MAX_PROMPT_CHARS, obstacle } from '@/shared/parameters/request'
import { overCap } from '@/shared/studio/caps'
import { spendQuery, useReadOnly, useSetting } from '@/shared/studio/queries'
import { useSaveSettings } from '@/shared/studio/save-settings'
import { Button } from '@/shared/ui/Button'
import { Kbd } from '@/shared/ui/Kbd'
import { CloserButton } from './CloserButton'
import { useGenerate, withoutReferences } from './use-generate'
import { useChosen, useEstimate } from './use-prices'

/** With which models, how many pictures, for how much. */
export function GenerateBar({ row, prompt }: { row: Reproduction | undefined; prompt: string }) {
  const isReady = row !== undefined
  const { t, i18n } = useTranslation()
  const generate = useGenerate()
  const chosen = useChosen()
  const params = useSetting('params')
  const selected = useSetting('selected_models')
  const save = useSaveSettings()
  const estimate = useEstimate(prompt)
  const { data: spend } = useQuery(spendQuery)
  const why = obstacle(prompt, chosen, useReadOnly())
  const over = chosen.length > 0 ? overCap(spend, estimate) : null
  const count = chosen.reduce((sum, { id }) => sum + (params.per_model?.[id]?.n ?? params.n ?? 1), 0)
  const price = estimate && chosen.length > 0 ? priceWords(t, i18n.language, estimate.known_cost, estimate.unknown_models.length) : null
  const note = !isReady ? null : over && why !== 'readOnly' ? t(`spend.over.${over.cap}`) : why && why !== 'noPrompt' ? t(`compare.composer.why.${why}`, { limit: MAX_PROMPT_CHARS }) : null
  return (
    <div className="mt-1.5 flex min-w-0 flex-wrap items-center justify-end gap-2">
      <ModelChooser
        prompt={prompt}
        chosen={chosen}
        params={withoutReferences(params)}
        estimate={estimate}
        onToggle={(id) => save({ selected_models: toggled(selected, id) })}
        onParams={(changes) => save({ params: { ...params, ...changes } })}
      />
      {row && <CloserButton source={row.image_id} prompt={prompt} />}
      {note && (
        <span id="make-why" className="min-w-0 flex-1 truncate text-sm text-faint" title={note}>
          {note}
        </span>
      )}
      <Button
        variant="primary"
        className="ml-auto h-auto! min-h-[30px] max-w-full flex-wrap justify-center gap-y-0 py-1"
        disabled={!isReady || why !== null || over !== null}
        aria-describedby={note ? 'make-why' : undefined}
        onClick={generate}
      >
        {t('compare.composer.generate', { count })}
        {price && <span className="text-sm font-medium tabular-nums opacity-80">{price}</span>}
        <Kbd keys="mod+enter" className="text-accent-ink! opacity-75 max-[1280px]:hidden" />
      </Button>
    </div>
  )
}
