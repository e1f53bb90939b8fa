import { useQuery } from '@tanstack/react-query'
import { Trophy } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { ratingsQuery } from '@/shared/images/choosing'
import { Checkbox } from '@/shared/ui/Checkbox'
import { EmptyState } from '@/shared/ui/EmptyState'
import { RatingsTable } from './RatingsTable'

/** What one's own votes say of the models. */
export function RatingsSection() {
  const { t } = useTranslation()
  const [blindOnly, setBlindOnly] = useState(false)
  const query = useQuery(ratingsQuery(blindOnly))
  const { data } = query
  if (query.isError) return <QueryFailure query={query} />
  if (!data) return null
  return (
    <div className="mt-3 flex flex-col gap-3.5">
      <p className="m-0 max-w-[640px] text-muted">{t('choose.ratings.text')}</p>
      <label className="flex items-center gap-2">
        <Checkbox aria-label={t('choose.ratings.blindOnly')} checked={blindOnly} onChange={setBlindOnly} />
        {t('choose.ratings.blindOnly')}
        <span className="text-faint tabular-nums">{t('choose.ratings.votes', { count: data.ballots })}</span>
      </label>
      {data.models.length > 0 ? (
        <RatingsTable models={data.models} />
      ) : (
        <EmptyState icon={Trophy} title={t('choose.ratings.none')} text={t('choose.ratings.noneText')} />
      )}
    </div>
  )
}
