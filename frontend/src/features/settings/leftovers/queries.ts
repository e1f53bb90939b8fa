import { queryOptions } from '@tanstack/react-query'
import { call } from '@/bridge/call'

/** They come while work goes on elsewhere: asked for anew whenever they are looked at. */
export const leftoversQuery = queryOptions({ queryKey: ['leftovers'], queryFn: () => call('list_leftovers', {}), staleTime: 0 })
