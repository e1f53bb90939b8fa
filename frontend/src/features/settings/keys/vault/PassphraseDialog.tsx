import type { SubmitEvent } from 'react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asErrorInfo } from '@/shared/errors/error-text'
import { Problem } from '@/shared/providers/Problem'
import { keyProblem } from '@/shared/providers/provider-words'
import { useSetPassphrase } from '@/shared/providers/vault'
import { Button } from '@/shared/ui/Button'
import { Dialog } from '@/shared/ui/Dialog'
import { Field } from '@/shared/ui/Field'
import { SecretField } from '@/shared/ui/SecretField'
import { toast } from '@/shared/ui/toasts'
import { NewPassphrase, isNewPassphrase } from './NewPassphrase'

export type PassphraseChange = 'set' | 'change' | 'remove'

/** Puts the keys behind a passphrase, changes it, or takes it away. */
export function PassphraseDialog({ change, onClose }: { change: PassphraseChange; onClose: () => void }) {
  const { t } = useTranslation()
  const form = useId()
  const [current, setCurrent] = useState('')
  const [fresh, setFresh] = useState({ passphrase: '', again: '' })
  const save = useSetPassphrase()
  const needsCurrent = change !== 'set'
  const isReady = (!needsCurrent || current !== '') && (change === 'remove' || isNewPassphrase(fresh))

  const isWrong = save.isError && asErrorInfo(save.error).details.reason === 'wrong_passphrase'

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!isReady) return
    const [first] = event.currentTarget.getElementsByTagName('input')
    save.mutate(
      { passphrase: change === 'remove' ? '' : fresh.passphrase, current },
      {
        onSuccess: () => {
          toast(t(`keys.vault.done.${change}`))
          onClose()
        },
        onError: () => {
          setCurrent('')
          first?.focus()
        },
      },
    )
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t(`keys.vault.dialog.${change}`)}
      description={t(`keys.vault.dialogText.${change}`)}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" form={form} variant={change === 'remove' ? 'danger' : 'primary'} busy={save.isPending} disabled={!isReady}>
            {t(`keys.vault.confirm.${change}`)}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-3 pb-1">
        {needsCurrent && (
          <Field label={t('keys.vault.current')} layout="column" error={isWrong && keyProblem(t, undefined, asErrorInfo(save.error))}>
            {(ids) => <SecretField {...ids} value={current} onChange={setCurrent} invalid={isWrong && current === ''} autoFocus />}
          </Field>
        )}
        {change !== 'remove' && <NewPassphrase value={fresh} onChange={setFresh} autoFocus={!needsCurrent} />}
        {!isWrong && <Problem of={save.error} />}
      </form>
    </Dialog>
  )
}
