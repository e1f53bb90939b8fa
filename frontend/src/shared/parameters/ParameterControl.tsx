import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { Field, inputClass } from '@/shared/ui/Field'
import { NumberField } from '@/shared/ui/NumberField'
import { Select } from '@/shared/ui/Select'
import { cx } from '@/shared/ui/cx'
import type { Control } from './controls'
import { SeedField } from './SeedField'

type Value = string | number | null

interface ParameterControlProps {
  control: Control
  value: Value
  onChange: (value: Value) => void
}

/** Radix takes no empty value for an option. */
const DEFAULT = '-'

/** The control that fits a capability; empty means that the model's own default is taken. */
export function ParameterControl({ control, value, onChange }: ParameterControlProps) {
  const { t } = useTranslation()
  const label = t(`parameters.${control.name}`)
  const layout = control.kind === 'text' ? 'column' : 'row'
  return (
    <Field label={label} layout={layout}>
      {(ids) => {
        switch (control.kind) {
          case 'seed':
            return <SeedField {...ids} value={value as number | null} onChange={onChange} />
          case 'number': {
            const { min, max, step, default: usual } = control.range
            return (
              <NumberField
                {...ids}
                clearable
                value={value as number | null}
                placeholder={String(usual)}
                {...{ min, max, step, onChange }}
              />
            )
          }
          case 'choice':
            return (
              <Select
                {...ids}
                value={value === null ? DEFAULT : String(value)}
                options={[
                  { value: DEFAULT, label: t('parameters.default') },
                  ...control.options.map((option) => ({ value: option, label: optionLabel(t, control.name, option) })),
                ]}
                onChange={(next) => onChange(next === DEFAULT ? null : next)}
              />
            )
          case 'text':
            return (
              <textarea
                {...ids}
                rows={2}
                value={(value as string | null) ?? ''}
                placeholder={t('parameters.negativeHint')}
                onChange={(event) => onChange(event.target.value)}
                className={cx(inputClass, 'field-sizing-content h-auto max-h-40 min-h-[48px] resize-none py-1.5')}
              />
            )
        }
      }}
    </Field>
  )
}

/** A provider's word in the user's language where it has one, else as it is. */
function optionLabel(t: TFunction, name: string, option: string): string {
  return t(`parameters.option.${option}`, { defaultValue: name === 'output_format' ? option.toUpperCase() : option })
}
