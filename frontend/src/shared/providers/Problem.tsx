import { useTranslation } from 'react-i18next'
import { asErrorInfo } from '@/shared/errors/error-text'
import { keyProblem } from './provider-words'

/** Why something about a key or the vault did not work, said at the place where it was tried. */
export function Problem({ of: thrown, provider }: { of: unknown; provider?: { id: string; label: string } }) {
  const { t } = useTranslation()
  if (!thrown) return null
  return (
    <p role="alert" className="m-0 text-sm text-bad">
      {keyProblem(t, provider, asErrorInfo(thrown))}
    </p>
  )
}
