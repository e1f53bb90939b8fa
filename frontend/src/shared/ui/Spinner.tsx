import { LoaderCircle } from 'lucide-react'
import { cx } from './cx'

export function Spinner({ size = 15, className }: { size?: number; className?: string }) {
  return <LoaderCircle size={size} strokeWidth={1.7} aria-hidden className={cx('shrink-0 animate-spin', className)} />
}
