import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { CatalogueStatus } from '@/bridge/contract'
import { formatAgo, formatDay } from '@/shared/format'
import { catalogueQuery } from '@/shared/models/overrides'
import { Problem } from '@/shared/providers/Problem'
import { settingsQuery, useSetting } from '@/shared/studio/queries'
import { FeedField } from '../FeedField'

/** Where newer catalogues come from; off until an address is set. */
export function CatalogueFeed({ feed }: { feed: CatalogueStatus['feed'] }) {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const saved = useSetting('catalogue_url')
  const keep = useMutation({
    mutationFn: async (url: string) => {
      if (url !== saved) client.setQueryData(settingsQuery.queryKey, await call('update_settings', { changes: { catalogue_url: url } }))
      return url ? call('update_catalogue', {}) : null
    },
    onSuccess: (status) => {
      if (status) client.setQueryData(catalogueQuery.queryKey, status)
      if (status?.feed?.outcome === 'taken') void client.invalidateQueries({ queryKey: ['models'] })
    },
  })
  const day = feed?.as_of ? formatDay(feed.as_of, i18n.language) : ''
  return (
    <FeedField
      label={t('models.feed.label')}
      hint={t('models.feed.hint')}
      wrong={t('models.feed.address')}
      action={t('models.feed.update')}
      saved={saved}
      busy={keep.isPending}
      onSubmit={keep.mutateAsync}
    >
      {feed && saved && (
        <p role="status" className="m-0 text-sm text-muted">
          {t(`models.feed.${feed.outcome}`, { day })} <span className="text-faint">{formatAgo(feed.checked, i18n.language)}</span>
        </p>
      )}
      <Problem of={keep.error} />
    </FeedField>
  )
}
