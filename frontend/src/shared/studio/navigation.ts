import { create } from 'zustand'

interface Place {
  /** A workspace's id, `keys` or `settings`. */
  place: string
  /** On the keys page: the provider to show. */
  provider: string | null
}

export const useNavigation = create<Place>(() => ({ place: 'compare', provider: null }))

export function navigate(place: string, { provider = null }: { provider?: string | null } = {}): void {
  useNavigation.setState({ place, provider })
}
