import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { call } from '@/bridge/call'
import type { Settings } from '@/bridge/contract'

export const studioInfoQuery = queryOptions({ queryKey: ['studio_info'], queryFn: () => call('studio_info', {}) })
export const settingsQuery = queryOptions({ queryKey: ['settings'], queryFn: () => call('get_settings', {}) })
export const spendQuery = queryOptions({ queryKey: ['spend'], queryFn: () => call('get_spend', {}) })

export const useStudioInfo = () => useSuspenseQuery(studioInfoQuery).data

/** One setting; the component draws anew only when that one changes. */
export function useSetting<K extends keyof Settings>(name: K): Settings[K] {
  return useSuspenseQuery({ ...settingsQuery, select: (settings) => settings[name] }).data
}
