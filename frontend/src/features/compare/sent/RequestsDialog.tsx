import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { Dialog } from '@/shared/ui/Dialog'
import { Spinner } from '@/shared/ui/Spinner'
import { closeSent, useSent, type Asked } from './sent-state'
import { SentRequest } from './SentRequest'

/** Each chosen model's request, word for word, while nothing has left yet. */
export function RequestsDialog() {
  const asked = useSent((state) => state.asked)
  return asked && <Requests asked={asked} />
}

function Requests({ asked }: { asked: Asked }) {
  const { t } = useTranslation()
  const query = useQuery({
    queryKey: ['requests', asked],
    queryFn: () => call('preview_requests', { ...asked }),
    gcTime: 0,
    staleTime: 0,
    retry: false,
  })
  return (
    <Dialog open reading width="lg" onOpenChange={closeSent} title={t('sent.title')} description={t('sent.text')}>
      {query.isError && <QueryFailure query={query} />}
      {query.isPending && (
        <p className="m-0 flex items-center gap-2 pb-4 text-muted">
          <Spinner />
          {t('sent.building')}
        </p>
      )}
      <div className="flex flex-col gap-5 pb-1">
        {query.data?.map((request) => (
          <SentRequest key={request.model} request={request} />
        ))}
      </div>
    </Dialog>
  )
}
