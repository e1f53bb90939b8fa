import { queryOptions } from '@tanstack/react-query'
import { call } from '@/bridge/call'

/** They change with the studio itself, which is never while it runs. */
export const licencesQuery = queryOptions({ queryKey: ['licences'], queryFn: () => call('list_licences', {}), staleTime: Infinity })
export const licenceQuery = (id: string) =>
  queryOptions({ queryKey: ['licences', id], queryFn: () => call('get_licence', { id }), staleTime: Infinity })
