import { Star, type LucideIcon } from 'lucide-react'
import { forwardRef } from 'react'

/** The accent of the dark theme in both: it lies on pictures. */
const AMBER = '#f0a63c'

/** The star of what is kept. */
export const FilledStar: LucideIcon = forwardRef(function FilledStar(props, ref) {
  return <Star {...props} ref={ref} fill={AMBER} color={AMBER} />
})
