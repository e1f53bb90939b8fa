import { useMutation } from '@tanstack/react-query'
import type { SubmitEvent } from 'react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import { Problem } from '@/shared/providers/Problem'
import { Button } from '@/shared/ui/Button'
import { Checkbox } from '@/shared/ui/Checkbox'
import { Dialog } from '@/shared/ui/Dialog'
import { toast } from '@/shared/ui/toasts'
import { isNewPassphrase, NewPassphrase } from '../vault/NewPassphrase'
import { saveText } from './save-text'

/** Writes a file of the settings; with the keys only behind a passphrase. */
export function ExportDialog({ locked, onClose }: { locked: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const form = useId()
  const [withKeys, setWithKeys] = useState(!locked)
  const [typed, setTyped] = useState({ passphrase: '', again: '' })
  const save = useMutation({
    mutationFn: (passphrase: string) => call('export_settings', { passphrase }),
    onSuccess: ({ name, text, path, keys }) => {
      if (text !== null) saveText(name, text)
      // Who closed the system's dialog finds this one as it was.
      else if (path === null) return
      toast(t(withKeys ? 'keys.transfer.exportedKeys' : 'keys.transfer.exported', { count: keys, name: path ?? name }))
      onClose()
    },
    gcTime: 0,
  })
  const isReady = !withKeys || isNewPassphrase(typed)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (isReady) save.mutate(withKeys ? typed.passphrase : '')
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('keys.transfer.exportTitle')}
      description={t('keys.transfer.exportText')}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" form={form} variant="primary" busy={save.isPending} disabled={!isReady}>
            {t('keys.transfer.exportNow')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-3 pb-1">
        <div className="flex items-center gap-2.5">
          <Checkbox id={`${form}-keys`} checked={withKeys} disabled={locked} onChange={setWithKeys} />
          <label htmlFor={`${form}-keys`}>{t('keys.transfer.withKeys')}</label>
        </div>
        {locked && <p className="m-0 text-sm text-faint">{t('keys.transfer.lockedNote')}</p>}
        {withKeys ? (
          <NewPassphrase value={typed} onChange={setTyped} />
        ) : (
          <p className="m-0 text-sm text-faint">{t('keys.transfer.withoutKeys')}</p>
        )}
        <Problem of={save.error} />
      </form>
    </Dialog>
  )
}
