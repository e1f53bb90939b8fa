import { Info } from 'lucide-react'
import { useMemo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Estimate, ModelInfo, RunParams } from '@/bridge/contract'
import { Field } from '@/shared/ui/Field'
import { NumberField } from '@/shared/ui/NumberField'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { deriveControls } from './controls'
import { maskless, notesOf } from './notes'
import { noteText } from './note-text'
import { ParameterControl } from './ParameterControl'
import { ShapeChips } from './ShapeChips'

const MAX_IMAGES = 16

interface ParameterPanelProps {
  models: readonly ModelInfo[]
  estimate: Estimate | undefined
  params: RunParams
  onChange: (changes: Partial<RunParams>) => void
  /** Something quiet at the right of the title. */
  aside?: ReactNode
  /** One picture at a time: nobody asks how many. */
  single?: boolean
}

/** What the chosen models have in common, and in words what one of them gets instead. */
export function ParameterPanel({ models, estimate, params, onChange, aside, single }: ParameterPanelProps) {
  const { t, i18n } = useTranslation()
  const { common } = useMemo(() => deriveControls(models), [models])
  const notes = useMemo(() => notesOf(estimate, maskless(models, params)), [estimate, models, params])
  const label = (id: string) => models.find((model) => model.id === id)?.label ?? id
  if (models.length === 0) return null
  return (
    <section
      aria-labelledby="parameters-title"
      className="max-h-[54%] shrink-0 overflow-y-auto border-t border-line px-3.5 pt-3 pb-3.5 [--field-label:80px]"
    >
      <SectionTitle aside={aside}>
        <span id="parameters-title">{t('parameters.title')}</span>
      </SectionTitle>
      <div className="flex flex-col gap-2">
        <ShapeChips models={models} value={params} onChange={onChange} />
        {!single && (
          <Field label={t('parameters.n')}>
            {(ids) => (
              <NumberField
                {...ids}
                min={1}
                max={MAX_IMAGES}
                value={params.n ?? 1}
                onChange={(n) => onChange({ n: n === 1 ? null : n })}
              />
            )}
          </Field>
        )}
        {common.map((control) => (
          <ParameterControl
            key={control.name}
            control={control}
            value={params[control.name] ?? null}
            onChange={(value) => onChange({ [control.name]: value })}
          />
        ))}
      </div>
      {notes.length > 0 && (
        <ul className="mt-2.5 mb-0 flex list-none flex-col gap-1 p-0 text-sm text-faint" aria-live="polite">
          {notes.map((note) => (
            <li key={note.key + note.parameter + note.models.join()} className="flex gap-1.5">
              <Info size={13} strokeWidth={1.7} aria-hidden className="mt-[2px] shrink-0" />
              <span className={note.key === 'problem' || note.key === 'needsMask' ? 'text-bad' : ''}>
                {noteText(t, i18n.language, note, label)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
