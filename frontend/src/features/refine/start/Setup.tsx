import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ImageModelPicker } from '@/shared/models/ImageModelPicker'
import { estimateQuery } from '@/shared/models/queries'
import { ParameterPanel } from '@/shared/parameters/ParameterPanel'
import { Field } from '@/shared/ui/Field'
import { NumberField } from '@/shared/ui/NumberField'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { SegmentedControl } from '@/shared/ui/SegmentedControl'
import { RolesFields } from './RolesFields'
import { useRefineDraft } from './use-draft'

const STRATEGIES = ['contract', 'economy', 'simple'] as const

/** The image model and its parameters, how the loop works, and the chat models that drive it. */
export function Setup() {
  const { t } = useTranslation()
  const { draft, model, change } = useRefineDraft()
  const { data: estimate } = useQuery(estimateQuery('', model?.available ? [model.id] : [], draft.params))
  const strategy = draft.strategy === 'simple' ? 'simple' : draft.economy ? 'economy' : 'contract'
  return (
    <aside className="flex w-[340px] shrink-0 flex-col border-r border-line bg-panel max-[1240px]:w-[280px] max-[860px]:w-[236px]">
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-3.5 pt-3 pb-4 [--field-label:80px]">
        <section aria-labelledby="refine-model">
          <SectionTitle>
            <span id="refine-model">{t('refine.setup.model')}</span>
          </SectionTitle>
          <ImageModelPicker label={t('refine.setup.model')} value={draft.model} params={draft.params} onChange={(id) => change({ model: id })} />
        </section>
        <section aria-labelledby="refine-loop">
          <SectionTitle>
            <span id="refine-loop">{t('refine.setup.loop')}</span>
          </SectionTitle>
          <div className="flex flex-col gap-2">
            <SegmentedControl
              label={t('refine.setup.loop')}
              value={strategy}
              options={STRATEGIES.map((value) => ({ value, label: t(`refine.strategy.${value}.name`) }))}
              onChange={(next) => change({ strategy: next === 'simple' ? 'simple' : 'contract', economy: next === 'economy' })}
              className="w-full [&>button]:min-w-0 [&>button]:flex-1 [&>button]:justify-center [&>button]:px-1"
            />
            <p className="m-0 text-sm text-faint" aria-live="polite">
              {t(`refine.strategy.${strategy}.text`)}
            </p>
            <Field label={t('refine.setup.iterations')}>
              {(ids) => <NumberField {...ids} min={1} max={15} value={draft.iterations} onChange={(iterations) => change({ iterations: iterations ?? 3 })} />}
            </Field>
          </div>
        </section>
        <RolesFields draft={draft} onChange={change} />
      </div>
      {model && <ParameterPanel single models={[model]} estimate={estimate} params={draft.params} onChange={(changes) => change({ params: { ...draft.params, ...changes } })} />}
    </aside>
  )
}
