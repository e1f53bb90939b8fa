import { Star, type LucideIcon } from 'lucide-react'
import { forwardRef } from 'react'

/** The star of what is kept: amber in both themes, as it lies on pictures. */
export const FilledStar: LucideIcon = forwardRef(function FilledStar(props, ref) {
  return <Star {...props} ref={ref} fill="currentColor" color="#f0a63c" />
})
