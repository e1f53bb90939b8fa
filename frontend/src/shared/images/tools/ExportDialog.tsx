import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { FolderDown, Package } from 'lucide-react'
import { useDeferredValue, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { Image } from '@/bridge/contract'
import { Button } from '@/shared/ui/Button'
import { Chip } from '@/shared/ui/Chip'
import { Dialog } from '@/shared/ui/Dialog'
import { Field, TextField } from '@/shared/ui/Field'
import { insertText } from '@/shared/ui/insert-text'
import { Select } from '@/shared/ui/Select'
import { asErrorInfo, errorWords } from '@/shared/errors/error-text'
import type { ImageContext } from '../image-target'
import { useAct } from '../use-act'
import { saveToFolder, saveZip } from './export-hands'
import { exportOptions, METADATA, TOKENS, useExportDraft } from './export-state'
import { FormatFields } from './FormatFields'
import { closeTool } from './tool-state'

/** Takes pictures away: under names of one's own, in another format, with or without what made them. */
export default function ExportDialog({ images, context }: { images: readonly Image[]; context: ImageContext }) {
  const { t } = useTranslation()
  const { act, busy } = useAct()
  const draft = useExportDraft()
  const ids = images.map(({ id }) => id)
  const name = useRef<HTMLInputElement>(null)
  const insert = (token: string) => insertText(name.current, `{${token}}`)
  const zip = () => act(() => saveZip(ids, exportOptions(draft), context))
  return (
    <Dialog
      open
      width="md"
      onOpenChange={closeTool}
      title={images.length > 1 ? t('tools.export.titleMany', { count: images.length }) : t('tools.export.title')}
      actions={
        <>
          <Button onClick={closeTool}>{t('common.cancel')}</Button>
          {context.transport === 'window' && (
            <Button icon={FolderDown} busy={busy} onClick={() => void act(() => saveToFolder(ids, exportOptions(draft), context))}>
              {t('tools.export.folder')}
            </Button>
          )}
          <Button variant="primary" icon={Package} busy={busy} onClick={() => void zip()}>
            {t('tools.export.zip')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 [--field-label:96px]">
        <Field label={t('tools.export.name')}>
          {(field) => (
            <TextField
              {...field}
              ref={name}
              value={draft.name}
              maxLength={200}
              onChange={(event) => useExportDraft.setState({ name: event.target.value })}
            />
          )}
        </Field>
        <div className="flex flex-wrap gap-1.5">
          {TOKENS.map((token) => (
            <Chip key={token} onClick={() => insert(token)}>
              {t(`tools.export.token.${token}`)}
            </Chip>
          ))}
        </div>
        <Names ids={ids} />
        <FormatFields form={draft} onChange={(changes) => useExportDraft.setState(changes)} />
        <Field label={t('tools.export.metadata')} hint={t(`tools.export.hint.${draft.metadata}`)}>
          {(field) => (
            <Select
              {...field}
              value={draft.metadata}
              options={METADATA.map((value) => ({ value, label: t(`tools.export.kept.${value}`) }))}
              onChange={(metadata) => useExportDraft.setState({ metadata })}
            />
          )}
        </Field>
      </div>
    </Dialog>
  )
}

/** What the first files will be called. */
function Names({ ids }: { ids: readonly string[] }) {
  const { t } = useTranslation()
  const draft = useExportDraft()
  const options = useDeferredValue(exportOptions(draft))
  const names = useQuery({
    queryKey: ['export_names', ids, options],
    queryFn: () => call('preview_names', { img_ids: ids.slice(0, 3), options }),
    placeholderData: keepPreviousData,
    retry: false,
  })
  if (names.isError) {
    const { details } = asErrorInfo(names.error)
    const unknown = Array.isArray(details.unknown) ? details.unknown.join(', ') : ''
    return (
      <p role="alert" className="m-0 text-sm text-bad">
        {unknown ? t('tools.export.unknown', { unknown }) : errorWords(t, asErrorInfo(names.error)).title}
      </p>
    )
  }
  return (
    <ul aria-label={t('tools.export.preview')} className="m-0 list-none rounded-control bg-well p-2.5 font-mono text-sm text-muted">
      {(names.data ?? []).map((each) => (
        <li key={each} className="truncate" title={each}>
          {each}
        </li>
      ))}
      {ids.length > 3 && <li className="text-faint">{t('tools.export.more', { count: ids.length - 3 })}</li>}
    </ul>
  )
}
