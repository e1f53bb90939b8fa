import { useState } from 'react'
import { useImage } from '../queries'
import { Overlaid } from './Overlaid'
import { createView } from './view-store'

interface CompareSliderProps {
  ids: readonly [string, string]
  labels: readonly [string, string]
  /** Parted by a line, or only where they differ. */
  mode?: 'slider' | 'difference'
}

/** Two pictures over each other, outside of the viewer. */
export default function CompareSlider({ ids: [left, right], labels, mode = 'slider' }: CompareSliderProps) {
  const [first, second] = [useImage(left), useImage(right)]
  const [view] = useState(createView)
  return first && second && <Overlaid images={[first, second]} labels={labels} mode={mode} view={view} ground="squares" />
}
