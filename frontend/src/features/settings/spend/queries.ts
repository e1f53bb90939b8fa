import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { Caps } from '@/bridge/contract'
import { spendQuery } from '@/shared/studio/queries'
import { toast } from '@/shared/ui/toasts'

/** Under the key of the sums, so that it is asked anew with them. */
export const reportQuery = (first: string, last: string) =>
  queryOptions({
    queryKey: [...spendQuery.queryKey, 'report', first, last],
    queryFn: () => call('spend_report', { first, last }),
    placeholderData: keepPreviousData,
  })

/** Sets all caps anew; the bars move at once. */
export function useSetCaps(): (caps: Caps) => void {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: (caps: Caps) => call('set_caps', { caps }),
    onMutate: (caps) => client.setQueryData(spendQuery.queryKey, (spend) => spend && { ...spend, caps }),
    onSuccess: (spend) => client.setQueryData(spendQuery.queryKey, spend),
    onError: () => {
      toast(t('spend.caps.failed'), { kind: 'error' })
      void client.invalidateQueries({ queryKey: spendQuery.queryKey })
    },
  })
  return mutate
}
