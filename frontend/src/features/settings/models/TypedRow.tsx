import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Checkbox } from '@/shared/ui/Checkbox'
import { cx } from '@/shared/ui/cx'
import { Field, TextField } from '@/shared/ui/Field'

interface TypedRowProps {
  label: string
  hint?: string
  value: string
  /** What the catalogue says, where the field differs from it. */
  said?: string
  wrong?: boolean
  onChange: (value: string) => void
}

/** One thing a model takes. Where it is the user's own, the catalogue's is said below. */
export function TypedRow({ label, hint, value, said, wrong, onChange }: TypedRowProps) {
  const { t } = useTranslation()
  const catalogue = said !== undefined && said !== value ? t('models.dialog.catalogueSays', { value: said || t('models.dialog.nothing') }) : undefined
  return (
    <Field label={<Changed label={label} changed={catalogue !== undefined} />} layout="column" error={wrong ? (hint ?? t('models.dialog.wrong')) : undefined} hint={catalogue ?? (value === '' ? hint : undefined)}>
      {(ids) => <TextField {...ids} aria-invalid={wrong || undefined} className={cx(wrong && 'border-bad')} value={value} onChange={(event) => onChange(event.target.value)} />}
    </Field>
  )
}

interface SwitchRowProps {
  label: string
  value: boolean
  said: boolean
  disabled?: boolean
  onChange: (value: boolean) => void
}

export function SwitchRow({ label, value, said, disabled, onChange }: SwitchRowProps) {
  const id = useId()
  return (
    <div className="flex min-h-[30px] items-center gap-2.5">
      <Checkbox id={id} checked={value} disabled={disabled} onChange={onChange} />
      <label htmlFor={id} className="min-w-0">
        <Changed label={label} changed={value !== said} />
      </label>
    </div>
  )
}

/** A dot beside what is not as the catalogue has it. */
function Changed({ label, changed }: { label: string; changed: boolean }) {
  const { t } = useTranslation()
  if (!changed) return label
  return (
    <span className="inline-flex items-center gap-1.5">
      {label}
      <span role="img" aria-label={t('models.changed')} className="size-1.5 shrink-0 rounded-full bg-accent-line" />
    </span>
  )
}
