import { queryOptions, useQuery, useSuspenseQuery, type QueryClient } from '@tanstack/react-query'
import { call } from '@/bridge/call'
import type { Settings } from '@/bridge/contract'

export const studioInfoQuery = queryOptions({ queryKey: ['studio_info'], queryFn: () => call('studio_info', {}) })
export const settingsQuery = queryOptions({ queryKey: ['settings'], queryFn: () => call('get_settings', {}) })
export const spendQuery = queryOptions({ queryKey: ['spend'], queryFn: () => call('get_spend', {}) })

export const useStudioInfo = () => useSuspenseQuery(studioInfoQuery).data

/** Whether the library can only be read: a newer version made it. Nothing is asked of models then, for nothing can be kept. */
export const useReadOnly = (): boolean => useQuery({ ...studioInfoQuery, select: ({ read_only }) => read_only }).data ?? false
export const isReadOnly = (client: QueryClient): boolean => client.getQueryData(studioInfoQuery.queryKey)?.read_only ?? false

/** One setting; the component draws anew only when that one changes. */
export function useSetting<K extends keyof Settings>(name: K): Settings[K] {
  return useSuspenseQuery({ ...settingsQuery, select: (settings) => settings[name] }).data
}
