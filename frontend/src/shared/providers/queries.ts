import { queryOptions } from '@tanstack/react-query'
import { call } from '@/bridge/call'

export const providersQuery = queryOptions({ queryKey: ['providers'], queryFn: () => call('list_providers', {}) })
