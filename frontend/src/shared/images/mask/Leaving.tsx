import { useTranslation } from 'react-i18next'
import { Button } from '@/shared/ui/Button'

interface LeavingProps {
  question: string
  onStay: () => void
  onLeave: () => void
}

/** Asked before what was painted is thrown away. */
export function Leaving({ question, onStay, onLeave }: LeavingProps) {
  const { t } = useTranslation()
  return (
    <>
      <p role="alert" className="m-0 mr-auto text-text">
        {question}
      </p>
      <Button autoFocus onClick={onStay}>
        {t('mask.stay')}
      </Button>
      <Button variant="danger" onClick={onLeave}>
        {t('mask.discard')}
      </Button>
    </>
  )
}
