import { useTranslation } from 'react-i18next'
import { asErrorInfo, errorWords } from '@/shared/errors/error-text'

const OWN = ['taken', 'length', 'last_admin']

/** Why somebody could not be added or changed. */
export function PeopleProblem({ error }: { error: unknown }) {
  const { t } = useTranslation()
  if (!error) return null
  const info = asErrorInfo(error)
  const reason = OWN.find((each) => each === info.details.reason)
  return (
    <p role="alert" className="m-0 w-full text-sm text-bad">
      {reason ? t(`people.problem.${reason}`) : errorWords(t, info).title}
    </p>
  )
}
