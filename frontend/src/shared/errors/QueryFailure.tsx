import { CircleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/shared/ui/Button'
import { EmptyState } from '@/shared/ui/EmptyState'
import { asErrorInfo, errorWords } from './error-text'

interface QueryFailureProps {
  /** As `useQuery` gives it. */
  query: { error: unknown; isFetching: boolean; refetch: () => unknown }
}

/** In place of what could not be asked for: what happened, and a way to ask again. */
export function QueryFailure({ query }: QueryFailureProps) {
  const { t } = useTranslation()
  const { title, text } = errorWords(t, asErrorInfo(query.error))
  return (
    <div role="alert" className="h-full">
      <EmptyState icon={CircleAlert} title={title} text={text}>
        <Button busy={query.isFetching} onClick={() => void query.refetch()}>
          {t('common.tryAgain')}
        </Button>
      </EmptyState>
    </div>
  )
}
