import { useTranslation } from 'react-i18next'
import { Field } from '@/shared/ui/Field'
import { SecretField } from '@/shared/ui/SecretField'

/** As the engine has it. */
const MIN_CHARS = 8

interface Typed {
  passphrase: string
  again: string
}

export const isNewPassphrase = ({ passphrase, again }: Typed) => passphrase.length >= MIN_CHARS && passphrase === again

/** A new passphrase, typed twice, since nobody can see or restore it. */
export function NewPassphrase({ value, onChange, autoFocus }: { value: Typed; onChange: (value: Typed) => void; autoFocus?: boolean }) {
  const { t } = useTranslation()
  const differs = value.again !== '' && !value.passphrase.startsWith(value.again)
  return (
    <>
      <Field label={t('keys.vault.new')} layout="column" hint={t('keys.vault.newHint', { count: MIN_CHARS })}>
        {(ids) => <SecretField {...ids} value={value.passphrase} onChange={(passphrase) => onChange({ ...value, passphrase })} autoFocus={autoFocus} />}
      </Field>
      <Field label={t('keys.vault.again')} layout="column" error={differs && t('keys.vault.differs')}>
        {(ids) => <SecretField {...ids} value={value.again} onChange={(again) => onChange({ ...value, again })} invalid={differs} />}
      </Field>
    </>
  )
}
