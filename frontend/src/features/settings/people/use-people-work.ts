import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '@/bridge/call'
import type { Person } from '@/bridge/contract'
import { meQuery, peopleQuery } from '@/shared/people/queries'

function usePeopleWork<A, R>(mutationFn: (asked: A) => Promise<R>) {
  const client = useQueryClient()
  const refetch = () => Promise.all([peopleQuery, meQuery].map(({ queryKey }) => client.invalidateQueries({ queryKey })))
  return useMutation({ mutationFn, onSettled: refetch })
}

export const useAddPerson = () => usePeopleWork((asked: { name: string; role: Person['role'] }) => call('add_person', asked))
export const useRenewToken = () => usePeopleWork((person_id: string) => call('renew_token', { person_id }))
export const useSetRole = () => usePeopleWork((asked: { person_id: string; role: Person['role'] }) => call('set_role', asked))
export const useRemovePerson = () => usePeopleWork((person_id: string) => call('remove_person', { person_id }))
