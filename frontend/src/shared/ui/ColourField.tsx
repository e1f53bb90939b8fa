import { cx } from './cx'
import { TextField } from './Field'

interface ColourFieldProps {
  label: string
  /** `#rrggbb` */
  value: string
  onChange: (value: string) => void
  className?: string
}

/** A colour by the system's picker or by its digits. */
export function ColourField({ label, value, onChange, className }: ColourFieldProps) {
  return (
    <div className={cx('flex items-center gap-1.5', className)}>
      <input
        type="color"
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="size-[30px] shrink-0 rounded-control border border-line bg-well p-1"
      />
      <TextField
        key={value}
        aria-label={label}
        defaultValue={value}
        maxLength={7}
        className="w-[86px] font-mono"
        onChange={(event) => {
          if (/^#[0-9a-f]{6}$/i.test(event.target.value)) onChange(event.target.value.toLowerCase())
        }}
      />
    </div>
  )
}
