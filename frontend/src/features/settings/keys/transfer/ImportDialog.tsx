import { useMutation, useQueryClient } from '@tanstack/react-query'
import { FileUp } from 'lucide-react'
import type { SubmitEvent } from 'react'
import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, StudioError } from '@/bridge/call'
import { Problem } from '@/shared/providers/Problem'
import { Button } from '@/shared/ui/Button'
import { Dialog } from '@/shared/ui/Dialog'
import { Field } from '@/shared/ui/Field'
import { SecretField } from '@/shared/ui/SecretField'
import { ImportResult } from './ImportResult'

interface Chosen {
  name: string
  text: string
}

interface Asked {
  text: string
  passphrase: string
}

const asksPassphrase = (error: unknown) =>
  error instanceof StudioError && (error.details.reason === 'passphrase_needed' || error.details.reason === 'wrong_passphrase')

/** Takes in a file of settings, and its keys where the passphrase fits. Nothing that is here already is replaced by a key. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const form = useId()
  const input = useRef<HTMLInputElement>(null)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [passphrase, setPassphrase] = useState('')
  const take = useMutation({
    mutationFn: (asked: Asked) => call('import_settings', asked),
    onSuccess: () => client.invalidateQueries(),
    gcTime: 0,
  })
  const isSealed = asksPassphrase(take.error) || passphrase !== ''

  const choose = async (file: File | undefined) => {
    if (!file) return
    const picked = { name: file.name, text: await file.text() }
    setChosen(picked)
    setPassphrase('')
    take.mutate({ text: picked.text, passphrase: '' })
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (chosen && passphrase) take.mutate({ text: chosen.text, passphrase })
  }

  if (take.data) return <ImportResult result={take.data} onClose={onClose} />
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('keys.transfer.importTitle')}
      description={t('keys.transfer.importText')}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          {isSealed && (
            <Button type="submit" form={form} variant="primary" busy={take.isPending} disabled={!passphrase}>
              {t('keys.transfer.importNow')}
            </Button>
          )}
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-3 pb-1">
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          aria-label={t('keys.transfer.choose')}
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => {
            void choose(event.target.files?.[0])
            // The same file may be chosen again.
            event.target.value = ''
          }}
        />
        <div className="flex min-w-0 items-center gap-2.5">
          <Button icon={FileUp} autoFocus variant={chosen ? 'plain' : 'primary'} busy={take.isPending && !isSealed} onClick={() => input.current?.click()}>
            {t('keys.transfer.choose')}
          </Button>
          {chosen && <span className="min-w-0 truncate text-muted">{chosen.name}</span>}
        </div>
        {isSealed && (
          <Field label={t('keys.transfer.filePassphrase')} layout="column">
            {(ids) => <SecretField {...ids} value={passphrase} onChange={setPassphrase} autoFocus />}
          </Field>
        )}
        <Problem of={take.error} />
      </form>
    </Dialog>
  )
}
