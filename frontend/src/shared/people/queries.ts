import { queryOptions, useQuery } from '@tanstack/react-query'
import { call } from '@/bridge/call'
import type { Me, Person } from '@/bridge/contract'

export const meQuery = queryOptions({ queryKey: ['people', 'me'], queryFn: () => call('who_am_i', {}), staleTime: Infinity })
export const peopleQuery = queryOptions({ queryKey: ['people', 'all'], queryFn: () => call('list_people', {}) })

/** Until it is known who asks, it is the studio's own user, as nearly always. */
const OWN_USER: Me = { id: '', name: '', is_admin: true, sees_all: true, shared: false }

export const useMe = (): Me => useQuery(meQuery).data ?? OWN_USER

/** Whether there is somebody whose things are to be told from one's own: then the people, by id. */
export function useOthers(): ReadonlyMap<string, Person> | null {
  const { shared, sees_all } = useMe()
  const enabled = shared && sees_all
  const { data } = useQuery({ ...peopleQuery, enabled })
  return enabled && data ? new Map(data.map((person) => [person.id, person])) : null
}
