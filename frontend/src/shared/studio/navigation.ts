import { create } from 'zustand'

interface Place {
  /** A workspace's id, `keys` or `settings`. */
  place: string
  /** On the keys page: the provider to show. */
  provider: string | null
  /** In the settings: the section to show. */
  section: string | null
  /** In the list of models there: the one to find. */
  model: string | null
}

export const useNavigation = create<Place>(() => ({ place: 'compare', provider: null, section: null, model: null }))

export function navigate(place: string, { provider = null, section = null, model = null }: Partial<Omit<Place, 'place'>> = {}): void {
  useNavigation.setState({ place, provider, section, model })
}
