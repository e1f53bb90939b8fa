import { useTranslation } from 'react-i18next'

/** All of a saved key that is ever shown. */
export function LastFour({ last4 }: { last4: string }) {
  const { t } = useTranslation()
  return (
    <span className="font-mono text-sm text-muted">
      <span aria-hidden>•••• {last4}</span>
      <span className="sr-only">{t('keys.stored', { last4 })}</span>
    </span>
  )
}
