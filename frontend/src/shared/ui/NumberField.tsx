import { Minus, Plus } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cx } from './cx'

interface NumberFieldProps {
  id?: string
  'aria-label'?: string
  'aria-describedby'?: string
  /** `null` is an empty field: nothing asked for. */
  value: number | null
  onChange: (value: number | null) => void
  min: number
  max: number
  step?: number
  /** Shown while empty, e.g. the default. */
  placeholder?: string
  /** Whether the field may be empty. */
  clearable?: boolean
  /** Without the step buttons. */
  bare?: boolean
  disabled?: boolean
  className?: string
}

/** The number that is typed, with a point or a comma; `null` where there is none. */
function numberIn(text: string): number | null {
  const number = Number(text.trim().replace(',', '.'))
  return text.trim() !== '' && Number.isFinite(number) ? number : null
}

/** Typing is free; the number is taken, within its bounds, on Enter or when the field is left. */
export function NumberField({ value, onChange, min, max, step = 1, placeholder, clearable, bare, disabled, className, ...rest }: NumberFieldProps) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState<string | null>(null)

  const clamp = (n: number) => Math.min(max, Math.max(min, n))
  const commit = (text: string) => {
    setDraft(null)
    const typed = numberIn(text)
    if (typed !== null) onChange(clamp(Number.isInteger(step) ? Math.round(typed) : typed))
    else if (clearable && text.trim() === '') onChange(null)
  }
  const nudge = (direction: 1 | -1, times = 1) => {
    setDraft(null)
    const from = numberIn(draft ?? '') ?? value ?? (direction > 0 ? min - step : min)
    onChange(clamp(Number((from + direction * step * times).toFixed(6))))
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') commit(event.currentTarget.value)
    else if (event.key === 'ArrowUp') nudge(1, event.shiftKey ? 10 : 1)
    else if (event.key === 'ArrowDown') nudge(-1, event.shiftKey ? 10 : 1)
    else return
    event.preventDefault()
  }

  const stepButton = 'grid h-full w-6 place-items-center text-dim enabled:hover:text-text disabled:opacity-40'
  return (
    <div
      className={cx(
        'flex h-[30px] w-full min-w-0 items-center rounded-control border border-line bg-well pr-0.5 transition-colors duration-150 focus-within:border-accent-line hover:border-line-strong focus-within:hover:border-accent-line',
        className,
      )}
    >
      <input
        {...rest}
        type="text"
        inputMode="decimal"
        role="spinbutton"
        aria-valuenow={value ?? undefined}
        aria-valuemin={min}
        aria-valuemax={max}
        autoComplete="off"
        disabled={disabled}
        placeholder={placeholder}
        value={draft ?? (value === null ? '' : String(value))}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={(event) => {
          if (draft !== null) commit(event.target.value)
        }}
        onKeyDown={onKeyDown}
        className="h-full w-full min-w-0 bg-transparent pl-2.5 text-text tabular-nums focus:outline-none"
      />
      {!bare && (
        <>
          <button type="button" tabIndex={-1} className={stepButton} aria-label={t('common.decrease')} disabled={disabled || (value ?? min) <= min} onClick={() => nudge(-1)}>
            <Minus size={12} strokeWidth={1.9} aria-hidden />
          </button>
          <button type="button" tabIndex={-1} className={stepButton} aria-label={t('common.increase')} disabled={disabled || (value ?? min) >= max} onClick={() => nudge(1)}>
            <Plus size={12} strokeWidth={1.9} aria-hidden />
          </button>
        </>
      )}
    </div>
  )
}
