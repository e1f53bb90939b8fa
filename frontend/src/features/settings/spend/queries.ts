import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { Caps, KeyCap } from '@/bridge/contract'
import { spendQuery } from '@/shared/studio/queries'
import { toast } from '@/shared/ui/toasts'

/** Under the key of the sums, so that it is asked anew with them. */
export const reportQuery = (first: string, last: string) =>
  queryOptions({
    queryKey: [...spendQuery.queryKey, 'report', first, last],
    queryFn: () => call('spend_report', { first, last }),
    placeholderData: keepPreviousData,
  })

const CHANGING = ['caps', 'change']

/** Changes the caps, one change after the other, each over what the engine holds by then; the bars move at once. */
export function useChangeCaps(): (change: (caps: Caps) => Caps) => void {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { mutate } = useMutation({
    mutationKey: CHANGING,
    scope: { id: 'caps' },
    mutationFn: async (change: (caps: Caps) => Caps) => call('set_caps', { caps: change((await call('get_spend', {})).caps) }),
    onMutate: (change) => client.setQueryData(spendQuery.queryKey, (spend) => spend && { ...spend, caps: change(spend.caps) }),
    onSuccess: (spend) => {
      // With another change on its way this answer is older than what is shown.
      if (client.isMutating({ mutationKey: CHANGING }) === 1) client.setQueryData(spendQuery.queryKey, spend)
    },
    onError: () => {
      toast(t('spend.caps.failed'), { kind: 'error' })
      void client.invalidateQueries({ queryKey: spendQuery.queryKey })
    },
  })
  return mutate
}

/** The caps of keys or people with one changed; one that limits nothing any more is taken out. */
export function withCap(all: Record<string, KeyCap> | undefined, id: string, changes: KeyCap): Record<string, KeyCap> {
  const { [id]: own, ...others } = all ?? {}
  const changed = { ...own, ...changes }
  const isEmpty = (changed.day ?? null) === null && (changed.month ?? null) === null
  return isEmpty ? others : { ...others, [id]: changed }
}
