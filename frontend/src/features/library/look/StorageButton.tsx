import { useQuery } from '@tanstack/react-query'
import { HardDrive } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { formatBytes } from '@/shared/images/image-format'
import { useStudioInfo } from '@/shared/studio/queries'
import { Button } from '@/shared/ui/Button'
import { IconButton } from '@/shared/ui/IconButton'
import { Popover } from '@/shared/ui/Popover'
import { storageQuery } from '../queries'
import { changeLook } from './look-state'

/** What the library takes on the disk, and where it is. */
export function StorageButton() {
  const { t } = useTranslation()
  return (
    <Popover trigger={<IconButton icon={HardDrive} label={t('library.storage.title')} />} align="end" label={t('library.storage.title')} className="w-[min(340px,calc(100vw-32px))]">
      <Use />
    </Popover>
  )
}

function Use() {
  const { t, i18n } = useTranslation()
  const query = useQuery(storageQuery)
  const { data_dir } = useStudioInfo()
  if (query.isError) return <QueryFailure query={query} />
  const use = query.data
  const size = (bytes: number | undefined) => (bytes === undefined ? '…' : formatBytes(bytes, i18n.language))
  const facts = [
    [t('library.storage.images', { count: use?.images ?? 0, shown: (use?.images ?? 0).toLocaleString(i18n.language) }), size(use?.bytes)],
    [t('library.storage.thumbnails'), size(use?.thumbnails)],
    [t('library.storage.binnable', { count: use?.binnable ?? 0 }), size(use?.binnable_bytes)],
    [t('library.storage.free'), size(use?.free)],
  ]
  return (
    <div className="flex flex-col gap-3">
      <dl className="m-0 grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1.5">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="m-0 text-right tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      <p data-selectable className="m-0 text-sm break-all text-faint">
        {data_dir}
      </p>
      {!!use?.binnable && (
        <Button size="sm" className="self-start" onClick={() => changeLook({ trashed: true })}>
          {t('library.storage.showBin')}
        </Button>
      )}
    </div>
  )
}
