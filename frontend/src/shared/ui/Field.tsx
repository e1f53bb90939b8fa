import type { ComponentProps, ReactNode } from 'react'
import { useId } from 'react'
import { cx } from './cx'

interface FieldProps {
  label: ReactNode
  hint?: ReactNode
  error?: ReactNode
  /** `row`: label at the left, as in the parameters. `column`: label on top. */
  layout?: 'row' | 'column'
  /** Gets the ids that tie the label and the hint to the control. */
  children: (ids: { id: string; 'aria-describedby': string | undefined }) => ReactNode
}

export function Field({ label, hint, error, layout = 'row', children }: FieldProps) {
  const id = useId()
  const note = error ?? hint
  const noteId = note ? `${id}-note` : undefined
  return (
    <div className={layout === 'row' ? 'grid grid-cols-[minmax(var(--field-label,74px),auto)_minmax(0,1fr)] items-center gap-x-2 gap-y-1' : 'flex flex-col gap-1.5'}>
      <label htmlFor={id} className="min-w-0 text-muted">
        {label}
      </label>
      {children({ id, 'aria-describedby': noteId })}
      {note && (
        <p id={noteId} role={error ? 'alert' : undefined} className={cx('col-span-full m-0 text-sm', error ? 'text-bad' : 'text-faint')}>
          {note}
        </p>
      )}
    </div>
  )
}

export const inputClass =
  'w-full min-w-0 text-ellipsis rounded-control border border-line bg-well px-2.5 h-[30px] text-text transition-colors duration-150 hover:border-line-strong focus:border-accent-line focus:outline-none disabled:opacity-50'

export function TextField({ className, ...rest }: ComponentProps<'input'>) {
  return <input type="text" spellCheck={false} autoComplete="off" {...rest} className={cx(inputClass, className)} />
}
