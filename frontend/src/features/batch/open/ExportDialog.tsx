import { FolderDown, Package } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import { call } from '@/bridge/call'
import type { Batch } from '@/bridge/contract'
import { useAct } from '@/shared/images/use-act'
import { begin } from '@/shared/images/tools/job-ends'
import { exportOptions, METADATA, TOKENS, type ExportDraft } from '@/shared/images/tools/export-state'
import { FormatFields } from '@/shared/images/tools/FormatFields'
import { Button } from '@/shared/ui/Button'
import { Chip } from '@/shared/ui/Chip'
import { Dialog } from '@/shared/ui/Dialog'
import { Field, TextField } from '@/shared/ui/Field'
import { insertText } from '@/shared/ui/insert-text'
import { Select } from '@/shared/ui/Select'
import { useImageContext } from '../use-image-context'

const WHICH = ['accepted', 'favourites', 'all'] as const
const OWN_TOKENS = ['base', 'task'] as const

interface Draft extends ExportDraft {
  which: (typeof WHICH)[number]
}

/** How the last batch was taken away: the next one starts there. */
const useDraft = create<Draft>(() => ({ name: '{base}_{model}_{task}', format: 'same', quality: 90, metadata: 'recipe', which: 'accepted' }))

/** Takes the pictures away, named after their base images, with a report of every task. */
export function ExportDialog({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const { t } = useTranslation()
  const context = useImageContext()
  const { act, busy } = useAct()
  const draft = useDraft()
  const name = useRef<HTMLInputElement>(null)
  const insert = (token: string) => insertText(name.current, `{${token}}`)
  const take = (into: 'zip' | 'folder') =>
    void act(async () => {
      const asked = { batch_id: batch.id, options: exportOptions(draft), which: draft.which, into }
      if (await begin({ of: 'export' }, context, (request_id) => call('export_batch', { ...asked, request_id }))) onClose()
    })
  return (
    <Dialog
      open
      width="md"
      onOpenChange={onClose}
      title={t('batch.export.title')}
      description={t('batch.export.text')}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          {context.transport === 'window' && (
            <Button icon={FolderDown} busy={busy} onClick={() => take('folder')}>
              {t('tools.export.folder')}
            </Button>
          )}
          <Button variant="primary" icon={Package} busy={busy} onClick={() => take('zip')}>
            {t('tools.export.zip')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 [--field-label:96px]">
        <Field label={t('batch.export.which')}>
          {(ids) => <Select {...ids} value={draft.which} options={WHICH.map((value) => ({ value, label: t(`batch.export.only.${value}`) }))} onChange={(which) => useDraft.setState({ which })} />}
        </Field>
        <Field label={t('tools.export.name')}>
          {(ids) => <TextField {...ids} ref={name} value={draft.name} maxLength={200} onChange={(event) => useDraft.setState({ name: event.target.value })} />}
        </Field>
        <div className="flex flex-wrap gap-1.5">
          {OWN_TOKENS.map((token) => (
            <Chip key={token} onClick={() => insert(token)}>
              {t(`batch.export.token.${token}`)}
            </Chip>
          ))}
          {TOKENS.map((token) => (
            <Chip key={token} onClick={() => insert(token)}>
              {t(`tools.export.token.${token}`)}
            </Chip>
          ))}
        </div>
        <FormatFields form={draft} onChange={(changes) => useDraft.setState(changes)} />
        <Field label={t('tools.export.metadata')} hint={t(`tools.export.hint.${draft.metadata}`)}>
          {(ids) => <Select {...ids} value={draft.metadata} options={METADATA.map((value) => ({ value, label: t(`tools.export.kept.${value}`) }))} onChange={(metadata) => useDraft.setState({ metadata })} />}
        </Field>
      </div>
    </Dialog>
  )
}
