import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useModelLabel } from '@/shared/models/queries'
import { useOthers } from '@/shared/people/queries'
import { Button } from '@/shared/ui/Button'
import { batchNamesQuery, sessionNamesQuery } from '../queries'
import { EmptyBinButton } from './EmptyBinButton'
import { changeLook, filtersOf, showAll, useLook, WHOLE, type Filter, type Look } from './look-state'

/** The filters that are on, each with a way out of it. */
export function FilterChips() {
  const { t } = useTranslation()
  const look = useLook((state) => state.look)
  const name = useFilterName()
  const filters = filtersOf(look)
  if (filters.length === 0) return null
  return (
    <div className="flex flex-wrap items-center gap-1.5 px-3.5 pb-2.5">
      {filters.map((filter) => (
        <button
          key={filter}
          type="button"
          aria-label={t('library.filter.remove', { filter: name(look, filter) })}
          onClick={() => changeLook({ [filter]: WHOLE[filter] })}
          className="flex h-6 max-w-64 items-center gap-1.5 rounded-control border border-line-strong bg-panel pr-1.5 pl-2 text-sm hover:bg-raised"
        >
          <span className="truncate">{name(look, filter)}</span>
          <X size={12} strokeWidth={1.9} aria-hidden className="shrink-0 text-faint" />
        </button>
      ))}
      {filters.length > 1 && (
        <Button size="sm" variant="quiet" onClick={showAll}>
          {t('library.clearFilters')}
        </Button>
      )}
      {look.trashed && <EmptyBinButton />}
    </div>
  )
}

function useFilterName(): (look: Look, filter: Filter) => string {
  const { t, i18n } = useTranslation()
  const model = useModelLabel()
  const batches = useQuery(batchNamesQuery).data
  const sessions = useQuery(sessionNamesQuery).data
  const people = useOthers()
  const day = (text: string) => new Date(`${text}T12:00`).toLocaleDateString(i18n.language, { day: 'numeric', month: 'short', year: 'numeric' })
  return (look, filter) => {
    if (filter === 'text') return `“${look.text}”`
    if (filter === 'model') return model(look.model ?? '')
    if (filter === 'kind') return t(`library.kind.${look.kind ?? 'generated'}`)
    if (filter === 'from') return t('library.filter.fromDay', { day: day(look.from) })
    if (filter === 'to') return t('library.filter.toDay', { day: day(look.to) })
    if (filter === 'session') return sessions?.find(({ id }) => id === look.session)?.name ?? t('library.filter.session')
    if (filter === 'owner') return people?.get(look.owner ?? '')?.name ?? t('people.studio')
    if (filter === 'batch') return batches?.find(({ id }) => id === look.batch)?.name ?? t('library.filter.batch')
    return t(filter === 'favourite' ? 'library.favourites' : 'library.filter.trashed')
  }
}
