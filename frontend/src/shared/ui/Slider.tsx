import { Slider as Radix } from 'radix-ui'
import { cx } from './cx'

interface SliderProps {
  label: string
  value: number
  min: number
  max: number
  step?: number
  onChange: (value: number) => void
  disabled?: boolean
  className?: string
}

/** One value between two ends. */
export function Slider({ label, value, onChange, className, ...rest }: SliderProps) {
  return (
    <Radix.Root
      {...rest}
      value={[value]}
      onValueChange={([next]) => {
        if (next !== undefined) onChange(next)
      }}
      className={cx('relative flex h-[30px] w-full min-w-0 touch-none items-center data-[disabled]:opacity-50', className)}
    >
      <Radix.Track className="relative h-1 grow rounded-full bg-line-strong">
        <Radix.Range className="absolute h-full rounded-full bg-muted" />
      </Radix.Track>
      <Radix.Thumb aria-label={label} className="block size-3.5 rounded-full border border-line-strong bg-text" />
    </Radix.Root>
  )
}
