import { useLayoutEffect, useRef } from 'react'
import { cx } from './cx'
import { inputClass } from './Field'

export interface SecretFieldProps {
  id?: string
  'aria-label'?: string
  'aria-describedby'?: string
  placeholder?: string
  value: string
  onChange: (value: string) => void
  autoFocus?: boolean
  invalid?: boolean
}

/** Dots from the first letter on; no browser or password manager is asked to remember it. */
export function SecretField({ value, onChange, invalid, ...rest }: SecretFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  // Of a controlled field React keeps the value in the markup too; there it would be in any copy of the page.
  useLayoutEffect(() => {
    if (input.current && input.current.value !== value) input.current.value = value
  }, [value])
  return (
    <input
      {...rest}
      ref={input}
      type="password"
      autoComplete="new-password"
      autoCapitalize="off"
      spellCheck={false}
      data-1p-ignore
      data-lpignore="true"
      aria-invalid={invalid || undefined}
      onChange={(event) => onChange(event.target.value)}
      className={cx(inputClass, 'font-mono text-sm placeholder:font-sans placeholder:text-base', invalid && 'border-bad')}
    />
  )
}
