import { create } from 'zustand'
import type { FoundRecipe } from '@/shared/images/image-target'
import { closeViewer } from '@/shared/images/viewer-state'
import { navigate } from '@/shared/studio/navigation'

/** What another workspace hands to Compare: a run to bring back whole, pictures to work from, a recipe to take up. */
export type Parcel = { runId: string } | { references: readonly string[] } | { found: FoundRecipe }

export const useParcel = create<{ parcel: Parcel | null }>(() => ({ parcel: null }))

export function sendToCompare(parcel: Parcel): void {
  closeViewer()
  useParcel.setState({ parcel })
  navigate('compare')
}
