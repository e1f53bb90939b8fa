import { useState } from 'react'
import { useImage } from '../queries'
import { Overlaid } from './Overlaid'
import { createView } from './view-store'

interface CompareSliderProps {
  ids: readonly [string, string]
  labels: readonly [string, string]
}

/** Two pictures parted by a line, outside of the viewer. */
export default function CompareSlider({ ids: [left, right], labels }: CompareSliderProps) {
  const [first, second] = [useImage(left), useImage(right)]
  const [view] = useState(createView)
  return first && second && <Overlaid images={[first, second]} labels={labels} mode="slider" view={view} ground="squares" />
}
