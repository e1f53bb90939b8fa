import { Plus, Scissors, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useQuery } from '@tanstack/react-query'
import { useBatchDraft, type FollowUp } from '@/shared/batch/draft'
import { FormatFields } from '@/shared/images/tools/FormatFields'
import { AUTO, BUILTIN, mattingQuery } from '@/shared/matting/queries'
import { Button } from '@/shared/ui/Button'
import { ColourField } from '@/shared/ui/ColourField'
import { Field } from '@/shared/ui/Field'
import { IconButton } from '@/shared/ui/IconButton'
import { NumberField } from '@/shared/ui/NumberField'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { Select } from '@/shared/ui/Select'

type CutOut = Extract<FollowUp, { action: 'bg_remove' }>
type Convert = Extract<FollowUp, { action: 'convert' }>

const MOST = 4
const GROUNDS = ['transparent', 'colour'] as const

const change = (index: number, step: FollowUp | null) =>
  useBatchDraft.setState(({ follow_ups: steps }) => ({ follow_ups: step ? steps.with(index, step) : steps.toSpliced(index, 1) }))
const add = (step: FollowUp) => useBatchDraft.setState(({ follow_ups: steps }) => ({ follow_ups: [...steps, step] }))

/** What is done to every picture that comes, on this computer and for nothing. */
export function FollowUps() {
  const { t } = useTranslation()
  const steps = useBatchDraft((draft) => draft.follow_ups)
  return (
    <section aria-labelledby="steps-title">
      <SectionTitle>
        <span id="steps-title">{t('batch.steps.title')}</span>
      </SectionTitle>
      <ol className="m-0 flex list-none flex-col gap-2 p-0">
        {steps.map((step, index) => (
          <li key={index} className="flex items-start gap-3 rounded-card border border-line bg-panel px-3 py-2">
            <span className="mt-1 w-24 shrink-0 truncate font-medium">{t(`batch.steps.${step.action}`)}</span>
            <div className="grid min-w-0 flex-1 grid-cols-[repeat(auto-fill,minmax(170px,1fr))] gap-x-4 gap-y-2">
              {step.action === 'bg_remove' ? <CutOutFields step={step} onChange={(next) => change(index, next)} /> : <ConvertFields step={step} onChange={(next) => change(index, next)} />}
            </div>
            <IconButton icon={X} size="sm" label={t('batch.steps.remove', { number: index + 1 })} onClick={() => change(index, null)} />
          </li>
        ))}
      </ol>
      <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1.5 first:mt-0">
        <span className="flex gap-1.5">
          <Button size="sm" icon={Scissors} disabled={steps.length >= MOST} onClick={() => add({ action: 'bg_remove', options: { model: AUTO } })}>
            {t('batch.steps.bg_remove')}
          </Button>
          <Button size="sm" icon={Plus} disabled={steps.length >= MOST} onClick={() => add({ action: 'convert', options: { format: 'webp', quality: 90 } })}>
            {t('batch.steps.convert')}
          </Button>
        </span>
        <span className="min-w-0 flex-1 basis-56 text-sm text-faint">{t('batch.steps.hint')}</span>
      </div>
    </section>
  )
}

function CutOutFields({ step, onChange }: { step: CutOut; onChange: (step: CutOut) => void }) {
  const { t } = useTranslation()
  const { data: models } = useQuery(mattingQuery)
  const { options = {} } = step
  const put = (changes: CutOut['options']) => onChange({ ...step, options: { ...options, ...changes } })
  const there = models?.filter(({ state }) => state === 'installed')
  return (
    <>
      <Field label={t('tools.cutOut.model')}>
        {(ids) => (
          <Select
            {...ids}
            value={options.model ?? AUTO}
            options={[{ value: AUTO, label: t('tools.cutOut.auto') }, { value: BUILTIN, label: t('tools.cutOut.builtin') }, ...(there ?? []).map(({ name, label }) => ({ value: name, label }))]}
            onChange={(model) => put({ model })}
          />
        )}
      </Field>
      <Field label={t('batch.steps.ground')}>
        {(ids) => (
          <span className="flex items-center gap-2">
            <Select
              {...ids}
              value={options.background ? 'colour' : 'transparent'}
              options={GROUNDS.map((value) => ({ value, label: t(`tools.cutOut.results.${value}`) }))}
              onChange={(next) => put({ background: next === 'colour' ? '#ffffff' : null })}
            />
            {options.background && <ColourField label={t('tools.convert.colour')} value={options.background} onChange={(background) => put({ background })} />}
          </span>
        )}
      </Field>
      {there?.length === 0 && <p className="col-span-full m-0 text-sm text-accent-text">{t('batch.steps.noModel')}</p>}
    </>
  )
}

function ConvertFields({ step, onChange }: { step: Convert; onChange: (step: Convert) => void }) {
  const { t } = useTranslation()
  const { options = {} } = step
  const put = (changes: Convert['options']) => onChange({ ...step, options: { ...options, ...changes } })
  return (
    <>
      <FormatFields
        form={{ format: options.format ?? 'same', quality: options.quality ?? 90 }}
        onChange={({ format, quality }) => put({ ...(format ? { format: format === 'same' ? null : format } : {}), ...(quality ? { quality } : {}) })}
      />
      <Field label={t('tools.convert.width')}>
        {(ids) => <NumberField {...ids} bare min={1} max={16_384} clearable placeholder={t('tools.convert.auto')} value={options.width ?? null} onChange={(width) => put({ width })} />}
      </Field>
      <Field label={t('tools.convert.height')}>
        {(ids) => <NumberField {...ids} bare min={1} max={16_384} clearable placeholder={t('tools.convert.auto')} value={options.height ?? null} onChange={(height) => put({ height })} />}
      </Field>
    </>
  )
}
