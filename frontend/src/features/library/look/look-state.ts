import { create } from 'zustand'
import type { ImageKind, ImageQuery, ImageSort } from '@/bridge/contract'

export const SORTS: readonly ImageSort[] = ['newest', 'oldest', 'largest', 'dearest']
export const KINDS: readonly ImageKind[] = ['generated', 'imported', 'split', 'cut_out', 'converted']
export const TILE_SIZES = { min: 96, max: 360, start: 168 }

/** What of the library is looked at. Empty text and `null`: not filtered by it. */
export interface Look {
  text: string
  model: string | null
  kind: ImageKind | null
  favourite: boolean
  batch: string | null
  session: string | null
  /** One person's alone; `''` is the studio's own user. */
  owner: string | null
  /** Local days, `2026-11-21`, both included; `''`: open. */
  from: string
  to: string
  sort: ImageSort
  /** Those that were thrown away, instead of all others. */
  trashed: boolean
}

export const WHOLE: Look = { text: '', model: null, kind: null, favourite: false, batch: null, session: null, owner: null, from: '', to: '', sort: 'newest', trashed: false }

interface LookState {
  look: Look
  /** Edge of a tile, CSS pixels. */
  tile: number
  /** Whether what is known of the chosen picture is shown beside the grid. */
  detail: boolean
}

export const useLook = create<LookState>(() => ({ look: WHOLE, tile: TILE_SIZES.start, detail: false }))

export const changeLook = (changes: Partial<Look>) => useLook.setState(({ look }) => ({ look: { ...look, ...changes } }))

/** Without any filter; the order stays. */
export const showAll = () => useLook.setState(({ look }) => ({ look: { ...WHOLE, sort: look.sort } }))

export const toggleDetail = () => useLook.setState(({ detail }) => ({ detail: !detail }))

export type Filter = 'text' | 'model' | 'kind' | 'favourite' | 'batch' | 'session' | 'owner' | 'from' | 'to' | 'trashed'
const FILTERS: readonly Filter[] = ['trashed', 'text', 'favourite', 'model', 'kind', 'batch', 'session', 'owner', 'from', 'to']

/** Which filters are on. */
export const filtersOf = (look: Look): Filter[] => FILTERS.filter((name) => look[name] !== WHOLE[name])

/** The look as the engine is asked for it. */
export function queryOf({ text, model, kind, favourite, batch, session, owner, from, to, sort, trashed }: Look): Partial<ImageQuery> {
  return {
    text: text || null,
    model,
    kind,
    favourite: favourite || null,
    batch_id: batch,
    session_id: session,
    owner,
    date_from: from ? momentOf(from, 0) : null,
    date_to: to ? momentOf(to, 1) : null,
    sort,
    trashed,
  }
}

/** The first moment of a local day, or of the one `later` days after it less a millisecond, as UTC. */
function momentOf(day: string, later: 0 | 1): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(new Date(year, month - 1, date + later).getTime() - later).toISOString()
}
