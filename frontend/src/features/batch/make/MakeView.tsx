import { useTranslation } from 'react-i18next'
import { TextField } from '@/shared/ui/Field'
import { useBatchDraft } from '@/shared/batch/draft'
import { useKeptDraft } from '@/shared/batch/draft-keeper'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { BaseImages } from './BaseImages'
import { Composer } from './Composer'
import { FollowUps } from './FollowUps'
import { Lists } from './Lists'
import { Pace } from './Pace'
import { Preview } from './Preview'
import { useBatchRequest, usePreview } from './request'
import { TablePart } from './TablePart'

/** What goes in, what is done to each, what it will be: before anything is paid. */
export function MakeView() {
  const query = useKeptDraft()
  if (query.isSuccess) return <Form />
  return <div className="min-w-0 flex-1">{query.isError && <QueryFailure query={query} />}</div>
}

function Form() {
  const { t } = useTranslation()
  const name = useBatchDraft((draft) => draft.name)
  const request = useBatchRequest()
  const { preview, error, stale, isPriceStale } = usePreview(request)
  return (
    // In a small window, or at a great zoom, all of it stands below each other and scrolls as one.
    <div className="flex min-w-0 flex-1 max-[860px]:flex-col max-[860px]:overflow-y-auto" data-making>
      <div className="flex min-w-0 flex-1 flex-col max-[860px]:flex-none">
        <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto px-5 pt-4 pb-4 max-[860px]:flex-none max-[860px]:overflow-visible">
          <header className="flex min-w-0 items-center gap-3">
            <h2 className="m-0 shrink-0 text-lg font-semibold">{t('batch.new')}</h2>
            <TextField
              aria-label={t('batch.name')}
              placeholder={t('batch.namePlaceholder')}
              value={name}
              maxLength={200}
              onChange={(event) => useBatchDraft.setState({ name: event.target.value })}
              className="max-w-72"
            />
          </header>
          <BaseImages />
          <TablePart />
          <Lists />
          <FollowUps />
          <Pace />
        </div>
        <Composer request={request} preview={preview} error={error} stale={isPriceStale} />
      </div>
      <Preview request={request} preview={preview} error={error} stale={stale} />
    </div>
  )
}
