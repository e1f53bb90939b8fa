import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CatalogueNotice, CatalogueStatus } from '@/bridge/contract'
import { formatDay } from '@/shared/format'
import { useSetting } from '@/shared/studio/queries'
import { Banner } from '@/shared/ui/Banner'
import { CatalogueFeed } from './CatalogueFeed'

/** Which catalogue is in use, and which files of the data folder are not, and why. */
export function CatalogueNotes({ status }: { status: CatalogueStatus }) {
  const { t, i18n } = useTranslation()
  const day = formatDay(status.as_of, i18n.language)
  const [open, setOpen] = useState(useSetting('catalogue_url') !== '')
  const shipped = formatDay(status.shipped_as_of, i18n.language)
  return (
    <div className="mt-1 flex flex-col gap-2">
      <p className="m-0 text-muted">
        {t(status.newer ? 'models.catalogue.newer' : 'models.catalogue.shipped', { day, shipped })}{' '}
        {!open && (
          <button type="button" className="text-muted underline decoration-line-strong underline-offset-2 hover:text-text" onClick={() => setOpen(true)}>
            {t('models.feed.open')}
          </button>
        )}
      </p>
      {open && <CatalogueFeed feed={status.feed} />}
      {status.notices.map((notice) => (
        <Banner key={notice.file}>{t(sentenceOf(notice), { file: notice.file, shipped })}</Banner>
      ))}
    </div>
  )
}

function sentenceOf({ file, reason }: CatalogueNotice): string {
  if (file === 'overrides.json') return 'models.catalogue.overridesDamaged'
  if (file === 'openrouter-models.json') return 'models.catalogue.liveDamaged'
  return `models.catalogue.${reason}`
}
