import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import { formatAgo } from '@/shared/format'
import { Problem } from '@/shared/providers/Problem'
import { ExternalLink } from '@/shared/studio/ExternalLink'
import { settingsQuery, useSetting } from '@/shared/studio/queries'
import { updateQuery } from '@/shared/studio/updates'
import { FeedField } from '../FeedField'

/** Whether a newer version is out, by a feed of the user's choice. */
export function Updates() {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const saved = useSetting('update_url')
  const { data } = useQuery(updateQuery)
  const keep = useMutation({
    mutationFn: async (url: string) => {
      if (url !== saved) client.setQueryData(settingsQuery.queryKey, await call('update_settings', { changes: { update_url: url } }))
      return call('check_update', {})
    },
    onSuccess: (status) => client.setQueryData(updateQuery.queryKey, status),
  })
  return (
    <FeedField
      label={t('about.feed')}
      hint={t('about.feedHint')}
      wrong={t('about.feedAddress')}
      action={t('about.check')}
      saved={saved}
      busy={keep.isPending}
      onSubmit={keep.mutateAsync}
    >
      {data?.checked && saved && (
        <p role="status" className="m-0 text-sm text-muted">
          {t(`about.${data.outcome}`, { version: data.latest })} <span className="text-faint">{formatAgo(data.checked, i18n.language)}</span>
        </p>
      )}
      {data?.outcome === 'newer' && data.url && (
        <div className="flex flex-col items-start gap-1 text-sm">
          {data.notes && <p className="m-0 max-h-40 overflow-y-auto [overflow-wrap:anywhere] whitespace-pre-wrap text-muted">{data.notes}</p>}
          <ExternalLink href={data.url} className="text-accent-text underline underline-offset-2">
            {t('about.get', { version: data.latest })}
          </ExternalLink>
        </div>
      )}
      <Problem of={keep.error} />
    </FeedField>
  )
}
