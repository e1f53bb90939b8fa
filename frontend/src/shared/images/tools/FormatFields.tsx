import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Checkbox } from '@/shared/ui/Checkbox'
import { ColourField } from '@/shared/ui/ColourField'
import { Field } from '@/shared/ui/Field'
import { Select } from '@/shared/ui/Select'
import { Slider } from '@/shared/ui/Slider'
import { FORMATS, type ConvertForm } from './convert'

interface FormatFieldsProps {
  form: Pick<ConvertForm, 'format' | 'quality'>
  onChange: (changes: Partial<Pick<ConvertForm, 'format' | 'quality'>>) => void
}

/** The format of a file, and how finely it is kept where the format loses something. */
export function FormatFields({ form: { format, quality }, onChange }: FormatFieldsProps) {
  const { t } = useTranslation()
  return (
    <>
      <Field label={t('tools.convert.format')}>
        {(ids) => (
          <Select
            {...ids}
            value={format}
            options={FORMATS.map((value) => ({ value, label: value === 'same' ? t('tools.convert.same') : value.toUpperCase() }))}
            onChange={(next) => onChange({ format: next })}
          />
        )}
      </Field>
      {format !== 'same' && format !== 'png' && (
        <Field label={t('tools.convert.quality')}>
          {() => (
            <div className="flex items-center gap-3">
              <Slider label={t('tools.convert.quality')} value={quality} min={1} max={100} onChange={(next) => onChange({ quality: next })} />
              <span className="w-7 text-right text-muted tabular-nums">{quality}</span>
            </div>
          )}
        </Field>
      )}
    </>
  )
}

/** Lays what is see-through on a colour. */
export function BackgroundField({ value, onChange }: { value: string | null; onChange: (value: string | null) => void }) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <div className="flex min-h-[30px] flex-wrap items-center gap-2">
      <Checkbox id={id} checked={value !== null} onChange={(on) => onChange(on ? '#ffffff' : null)} />
      <label htmlFor={id} className="min-w-0 flex-1 text-muted">
        {t('tools.convert.flatten')}
      </label>
      {value !== null && <ColourField label={t('tools.convert.colour')} value={value} onChange={onChange} />}
    </div>
  )
}
