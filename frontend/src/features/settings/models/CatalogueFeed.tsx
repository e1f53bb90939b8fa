import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { SubmitEvent } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { CatalogueStatus } from '@/bridge/contract'
import { formatAgo, formatDay } from '@/shared/format'
import { catalogueQuery } from '@/shared/models/overrides'
import { Problem } from '@/shared/providers/Problem'
import { settingsQuery, useSetting } from '@/shared/studio/queries'
import { Button } from '@/shared/ui/Button'
import { Field, TextField } from '@/shared/ui/Field'

/** As the engine has it: encrypted on the way, or from this machine. */
const ADDRESS = /^(https:\/\/[^\s/]\S*|http:\/\/(127\.0\.0\.1|localhost)(:\d{1,5})?(\/\S*)?)?$/

/** Where newer catalogues come from; off until an address is set. */
export function CatalogueFeed({ feed }: { feed: CatalogueStatus['feed'] }) {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const saved = useSetting('catalogue_url')
  const [typed, setTyped] = useState<string | null>(null)
  const url = (typed ?? saved).trim()
  const isSound = ADDRESS.test(url)
  const keep = useMutation({
    mutationFn: async () => {
      if (url !== saved) client.setQueryData(settingsQuery.queryKey, await call('update_settings', { changes: { catalogue_url: url } }))
      return url ? call('update_catalogue', {}) : null
    },
    onSuccess: (status) => {
      setTyped(null)
      if (status) client.setQueryData(catalogueQuery.queryKey, status)
      if (status?.feed?.outcome === 'taken') void client.invalidateQueries({ queryKey: ['models'] })
    },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (isSound) keep.mutate()
  }
  const day = feed?.as_of ? formatDay(feed.as_of, i18n.language) : ''
  return (
    <form onSubmit={submit} className="flex flex-col gap-1.5 rounded-card border border-line bg-panel px-3.5 py-3">
      <Field label={t('models.feed.label')} layout="column" hint={t('models.feed.hint')} error={isSound ? undefined : t('models.feed.address')}>
        {(ids) => (
          <div className="flex gap-2">
            <TextField
              {...ids}
              inputMode="url"
              placeholder="https://"
              aria-invalid={!isSound || undefined}
              value={typed ?? saved}
              onChange={(event) => setTyped(event.target.value)}
            />
            <Button type="submit" busy={keep.isPending} disabled={!isSound || (url === '' && saved === '')}>
              {t(url === '' ? 'keys.save' : 'models.feed.update')}
            </Button>
          </div>
        )}
      </Field>
      {feed && saved && (
        <p role="status" className="m-0 text-sm text-muted">
          {t(`models.feed.${feed.outcome}`, { day })} <span className="text-faint">{formatAgo(feed.checked, i18n.language)}</span>
        </p>
      )}
      <Problem of={keep.error} />
    </form>
  )
}
