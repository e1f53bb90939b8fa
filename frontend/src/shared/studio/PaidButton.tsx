import { useTranslation } from 'react-i18next'
import { Button, type ButtonProps } from '@/shared/ui/Button'
import { useReadOnly } from './queries'

/** A button that begins work which is paid and kept: on a library that can only be read it takes no press, and says why. */
export function PaidButton({ disabled, title, ...rest }: ButtonProps) {
  const { t } = useTranslation()
  const readOnly = useReadOnly()
  return <Button {...rest} disabled={disabled || readOnly} title={readOnly ? t('app.readOnlyWhy') : title} />
}
