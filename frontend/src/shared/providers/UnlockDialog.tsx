import type { SubmitEvent } from 'react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/shared/ui/Button'
import { Dialog } from '@/shared/ui/Dialog'
import { SecretField } from '@/shared/ui/SecretField'
import { toast } from '@/shared/ui/toasts'
import { Problem } from './Problem'
import { closeUnlock, useReset, useUnlock } from './vault'

/** Asks for the passphrase; the shell shows it when the keys are locked. */
export default function UnlockDialog() {
  const [forgotten, setForgotten] = useState(false)
  return forgotten ? <Forgotten onBack={() => setForgotten(false)} /> : <Unlock onForgotten={() => setForgotten(true)} />
}

function Unlock({ onForgotten }: { onForgotten: () => void }) {
  const { t } = useTranslation()
  const form = useId()
  const problem = useId()
  const [passphrase, setPassphrase] = useState('')
  const unlock = useUnlock()
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    unlock.mutate(passphrase, {
      onSuccess: () => {
        closeUnlock()
        toast(t('keys.vault.unlocked'))
      },
      onError: () => setPassphrase(''),
    })
  }
  return (
    <Dialog
      open
      onOpenChange={closeUnlock}
      title={t('keys.vault.unlockTitle')}
      description={t('keys.vault.unlockText')}
      actions={
        <>
          <Button variant="quiet" className="mr-auto -ml-3" onClick={onForgotten}>
            {t('keys.vault.forgot')}
          </Button>
          <Button onClick={closeUnlock}>{t('keys.vault.later')}</Button>
          <Button variant="primary" type="submit" form={form} busy={unlock.isPending} disabled={!passphrase}>
            {t('keys.vault.unlock')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-2 pb-1">
        <SecretField
          aria-label={t('keys.vault.passphrase')}
          aria-describedby={unlock.error ? problem : undefined}
          placeholder={t('keys.vault.passphrase')}
          value={passphrase}
          onChange={setPassphrase}
          invalid={unlock.isError && passphrase === ''}
          autoFocus
        />
        <Problem id={problem} of={unlock.error} />
      </form>
    </Dialog>
  )
}

function Forgotten({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation()
  const reset = useReset()
  return (
    <Dialog
      open
      onOpenChange={closeUnlock}
      title={t('keys.vault.forgotTitle')}
      description={t('keys.vault.forgotText')}
      actions={
        <>
          <Button onClick={onBack}>{t('keys.vault.back')}</Button>
          <Button variant="danger" busy={reset.isPending} onClick={() => reset.mutate(undefined, { onSuccess: closeUnlock })}>
            {t('keys.vault.reset')}
          </Button>
        </>
      }
    >
      {reset.error && <Problem of={reset.error} />}
    </Dialog>
  )
}
