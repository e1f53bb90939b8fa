import type { UseQueryResult } from '@tanstack/react-query'
import { Images, SearchX, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ImagePage } from '@/bridge/contract'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { navigate } from '@/shared/studio/navigation'
import { Button } from '@/shared/ui/Button'
import { EmptyState } from '@/shared/ui/EmptyState'
import { filtersOf, showAll, useLook } from '../look/look-state'
import { useBringIn } from '../use-bring-in'

/** Why there is no picture to show, and what to do about it. */
export function Nothing({ query }: { query: UseQueryResult<ImagePage> }) {
  const { t } = useTranslation()
  const look = useLook((state) => state.look)
  const { pick } = useBringIn()
  if (query.isError) return <QueryFailure query={query} />
  if (!query.data) return null
  const filters = filtersOf(look)
  if (filters.length === 1 && look.trashed) return <EmptyState icon={Trash2} title={t('library.empty.bin')} text={t('library.empty.binText')} />
  if (filters.length > 0) {
    return (
      <EmptyState icon={SearchX} title={t('library.empty.nothing')} text={t('library.empty.nothingText')}>
        <Button onClick={showAll}>{t('library.clearFilters')}</Button>
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={Images} title={t('library.empty.title')} text={t('library.empty.text')}>
      <Button variant="primary" onClick={() => navigate('compare')}>
        {t('library.empty.make')}
      </Button>
      <Button onClick={() => pick('files')}>{t('library.bringIn')}</Button>
    </EmptyState>
  )
}
