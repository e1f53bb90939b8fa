import { queryOptions } from '@tanstack/react-query'
import { call } from '@/bridge/call'

/** What the last look for a newer version found. */
export const updateQuery = queryOptions({ queryKey: ['update'], queryFn: () => call('get_update', {}) })
