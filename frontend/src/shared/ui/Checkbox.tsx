import { Check, Minus } from 'lucide-react'
import { Checkbox as Radix } from 'radix-ui'
import { cx } from './cx'

interface CheckboxProps {
  id?: string
  'aria-label'?: string
  'aria-labelledby'?: string
  checked: boolean | 'indeterminate'
  onChange: (checked: boolean) => void
  disabled?: boolean
  tabIndex?: number
  className?: string
}

export function Checkbox({ checked, onChange, className, ...rest }: CheckboxProps) {
  return (
    <Radix.Root
      {...rest}
      checked={checked}
      onCheckedChange={(next) => onChange(next === true)}
      className={cx(
        'grid size-[15px] shrink-0 place-items-center rounded border-[1.5px] border-dim transition-colors duration-100 disabled:opacity-50 data-[state=checked]:border-accent-line data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent-line data-[state=indeterminate]:bg-accent',
        className,
      )}
    >
      <Radix.Indicator className="text-accent-ink">
        {checked === 'indeterminate' ? <Minus size={11} strokeWidth={3.2} aria-hidden /> : <Check size={11} strokeWidth={3.2} aria-hidden />}
      </Radix.Indicator>
    </Radix.Root>
  )
}
