import { cx } from '@/shared/ui/cx'
import { inputClass } from '@/shared/ui/Field'

interface KeyFieldProps {
  'aria-label': string
  placeholder: string
  value: string
  onChange: (key: string) => void
  autoFocus?: boolean
  invalid?: boolean
}

/** Dots from the first letter on; no browser or password manager is asked to remember it. */
export function KeyField({ value, onChange, invalid, ...rest }: KeyFieldProps) {
  return (
    <input
      {...rest}
      type="password"
      autoComplete="new-password"
      autoCapitalize="off"
      spellCheck={false}
      data-1p-ignore
      data-lpignore="true"
      aria-invalid={invalid || undefined}
      value={value}
      onChange={(event) => onChange(event.target.value.trim())}
      className={cx(inputClass, 'font-mono text-sm placeholder:font-sans placeholder:text-base', invalid && 'border-bad')}
    />
  )
}
